"""How rows of each table are taken back: new ones are made void, changed ones restored."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F, Model, Value
from django.db.models.functions import Greatest

from primeline.audit.models import HistoryRow
from primeline.audit.queries.shown import typed
from primeline.audit.walls.metadata import archive_table
from primeline.customers import structures
from primeline.customers.choices import BillStatus, CustomerStatus, PaymentStatus
from primeline.customers.models import Bill, Consent, Contact, Customer, GroupLink, Payment, Site
from primeline.customers.queries.groups import ties_around
from primeline.imports.undoing.record import Written
from primeline.privacy.textfields import as_it_lay
from primeline.products.choices import (
    AgreementStatus,
    EquipmentExit,
    OutsideOutcome,
    SubscriptionStatus,
)
from primeline.products.models import (
    Agreement,
    Equipment,
    FeeChange,
    OutsideService,
    Spare,
    Subscription,
)


@dataclass(frozen=True, kw_only=True)
class Undoable:
    """A table that imports write: what its rows are called, and how a new one is made void."""

    name: str
    model: type[Model]
    called: str
    void: Callable[[date], Mapping[str, Any]]

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def has_version(self) -> bool:
        return any(field.name == "version" for field in self.model._meta.concrete_fields)


# What hangs on other rows comes first. Numbers of other systems are given free, so that a
# corrected file brings the same things in anew; bills, contracts and sites are revived by it.
TABLES: Final = (
    Undoable(
        name="payment",
        model=Payment,
        called="external_id",
        void=lambda day: {"status": PaymentStatus.CANCELLED, "external_id": None},
    ),
    Undoable(
        name="bill",
        model=Bill,
        called="bill_month",
        void=lambda day: {"status": BillStatus.CANCELLED, "amount_cents": 0, "charges": {}},
    ),
    Undoable(
        name="site",
        model=Site,
        called="name",
        void=lambda day: {"is_active": False},
    ),
    Undoable(
        name="group_link",
        model=GroupLink,
        called="active_from",
        void=lambda day: {"active_to": Greatest(Value(day), F("active_from"))},
    ),
    Undoable(
        name="equipment",
        model=Equipment,
        called="serial",
        void=lambda day: {"gone_date": day, "gone_how": EquipmentExit.MISTAKEN},
    ),
    Undoable(
        name="outside_service",
        model=OutsideService,
        called="operator",
        void=lambda day: {"over_date": day, "outcome": OutsideOutcome.MISTAKEN},
    ),
    Undoable(
        name="consent",
        model=Consent,
        called="purpose",
        # Taken back as if it had not held for a day.
        void=lambda day: {"withdrawn_date": F("given_date")},
    ),
    Undoable(
        name="contact",
        model=Contact,
        called="",
        void=lambda day: {"is_active": False, "is_primary": False},
    ),
    Undoable(
        name="subscription",
        model=Subscription,
        called="number",
        void=lambda day: {
            "status": SubscriptionStatus.CANCELLED,
            "external_id": None,
            "terminated_date": None,
            "reason_recorded": None,
            "replaces": None,
            "replacement_kind": "",
        },
    ),
    Undoable(
        name="agreement",
        model=Agreement,
        called="number",
        void=lambda day: {"status": AgreementStatus.CANCELLED},
    ),
    Undoable(
        name="customer",
        model=Customer,
        called="number",
        void=lambda day: {
            "status": CustomerStatus.CLOSED,
            "closed_date": day,
            "external_id": None,
            "identifier": "",
            "identifier_kind": "",
        },
    ),
)


def make_void(of: Undoable, row_ids: Collection[int], *, act_id: int, day: date) -> None:
    """Make rows that an act brought as if they had never counted."""
    if of.model is Subscription:
        Subscription.objects.filter(replaces__in=row_ids).update(replaces=None, replacement_kind="")
    _update(of, row_ids, of.void(day))
    if of.model is Equipment:
        _put_back_spares(row_ids, act_id)


def restore(of: Undoable, row: Written, *, day: date) -> bool:
    """Give the columns that an import changed their old values back; tell whether that could be.

    What others have changed beside them since may not go together with the old values.
    """
    values = typed(archive_table(of.table), row.before)
    try:
        with transaction.atomic():
            if of.model is Contact and values.get("is_primary") and _has_other_main_contact(row):
                del values["is_primary"]
            if of.model is GroupLink and not _has_place(row):
                return False
            _update(of, [row.row_id], values)
            if of.model is Subscription and "fee_cents" in values:
                _keep_fee(row, values["fee_cents"], day)
    except IntegrityError:
        return False
    return True


def _put_back_spares(row_ids: Collection[int], act_id: int) -> None:
    """Put devices back into stock that this act took out of it."""
    taken = HistoryRow.objects.filter(act=act_id, table=Spare._meta.db_table)
    serials = Equipment.objects.filter(pk__in=row_ids).values_list("serial", flat=True)
    keys = [int(row_id) for row_id in taken.values_list("row_id", flat=True)]
    Spare.objects.filter(pk__in=keys, serial__in=list(serials)).update(is_in_stock=True)


def _has_place(row: Written) -> bool:
    """Test whether an account may stand again where it stood."""
    child, parent = int(row.after["child_id"]), int(row.after["parent_id"])
    return not structures.unplaceable({child: parent}, ties_around({child, parent}))


def _update(of: Undoable, row_ids: Collection[int], values: Mapping[str, Any]) -> None:
    changes = as_it_lay(of.model, values)
    if of.has_version:
        changes["version"] = F("version") + 1
    of.model._default_manager.filter(pk__in=row_ids).update(**changes)


def _has_other_main_contact(row: Written) -> bool:
    others = Contact.objects.filter(customer=row.customer_id, is_active=True, is_primary=True)
    return others.exclude(pk=row.row_id).exists()


def _keep_fee(row: Written, fee_cents: int, day: date) -> None:
    FeeChange.objects.create(
        subscription_id=row.row_id,
        changed_date=day,
        old_fee_cents=row.after["fee_cents"],
        new_fee_cents=fee_cents,
    )
