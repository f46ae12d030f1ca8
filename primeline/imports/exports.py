"""Everything that somebody may see of accounts, subscriptions or sites, as lines of a table."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import Any, Final, cast

from django.utils.translation import gettext as _

from primeline.audit import actions as audit
from primeline.customers.choices import CustomerKind, CustomerStatus, SiteKind, Tier
from primeline.customers.models import Site
from primeline.customers.queries import hidden, outline, visible_to, within
from primeline.imports.choices import Target
from primeline.imports.marks import mark
from primeline.imports.targets import LAYOUTS
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.words import in_language
from primeline.privacy.fields import EncryptedField
from primeline.products.choices import AssuranceLevel, SubscriptionStatus
from primeline.products.models import Subscription
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach

A_END, Z_END = (cast(EncryptedField, Subscription._meta.get_field(n)) for n in ("a_end", "z_end"))
Lines = Iterator[list[Any]]


class Subject(StrEnum):
    """What can be exported."""

    ACCOUNTS = "accounts"
    SUBSCRIPTIONS = "subscriptions"
    SITES = "sites"


@deed("imports.export")
def export(*, subject: Subject, reach: Reach, by: Actor, at: datetime, through: str) -> Lines:
    """Return all accounts, subscriptions or sites that may be exported, on record.

    The first line names who took them, when, and through which door; the headings follow.
    Restricted accounts are in no file, whoever asks.

    :raises Refused: if the role does not carry the permission
    """
    if not reach.may(Permission.EXPORT_CUSTOMERS):
        raise Refused(_("This role may not export accounts."))
    rows = _QUESTIONS[subject](reach)
    count = rows.order_by().count()
    purpose = f"primeline export, {through}"
    audit.look(subject_kind=subject.value, purpose=purpose, rows_count=count, by=by, at=at)
    return chain([[mark(by=by, at=at, count=count, through=through)]], _LINES[subject](rows))


def _accounts(reach: Reach) -> Any:
    rows = visible_to(reach, Permission.EXPORT_CUSTOMERS).filter(is_restricted=False)
    return rows.order_by("number")


def _subscriptions(reach: Reach) -> Any:
    mine = within(reach, Permission.EXPORT_CUSTOMERS, prefix="customer__")
    rows = Subscription.objects.filter(mine, customer__is_restricted=False)
    return rows.order_by("number")


def _sites(reach: Reach) -> Any:
    """Return the places of organizations; where individuals live is in no file."""
    mine = within(reach, Permission.EXPORT_CUSTOMERS, prefix="customer__")
    rows = Site.objects.filter(mine, customer__is_restricted=False, is_active=True)
    return rows.filter(customer__kind=CustomerKind.ORGANIZATION).order_by("customer", "id")


def _account_lines(rows: Any) -> Lines:
    yield [
        _("Account number"), _("Account number in your system"), _("Name"),
        _("Organization or individual"), _("Industry"), _("Status"), _("Service tier"),
        _("Owner unit"), _("Account manager"), _("Customer since"), _("Monthly fee"),
    ]  # fmt: skip
    for row in rows.values_list(
        "number", "external_id", "name", "kind", "industry__name_zh", "industry__name_en",
        "status", "tier", "owner_unit__name_zh", "owner_unit__name_en",
        "account_manager__username", "opened_date", "monthly_fee_cents",
    ).iterator(chunk_size=2000):  # fmt: skip
        number, external, name, kind, industry_zh, industry_en, status, tier, *rest = row
        unit_zh, unit_en, manager, opened, cents = rest
        yield [
            number, hidden(external, name), outline(name), CustomerKind(kind).label,
            in_language(zh=industry_zh or "", en=industry_en or ""),
            CustomerStatus(status).label, Tier(tier).label if tier else "",
            in_language(zh=unit_zh, en=unit_en), manager, opened, cents / 100,
        ]  # fmt: skip


def _subscription_lines(rows: Any) -> Lines:
    yield [
        _("Subscription number"), _("Subscription number in your system"), _("Account number"),
        _("Name"), _("Line of business"), _("Status"), _("Circuit number"), _("A end"), _("Z end"),
        _("Bandwidth in Mbit/s"), _("Monthly fee"), _("Assurance level"), _("Opened on"),
        _("Terminated on"), _("Reason for termination"),
    ]  # fmt: skip
    for row in rows.values_list(
        "number", "external_id", "customer__number", "customer__name", "line__name_zh",
        "line__name_en", "status", "circuit_number", "a_end", "z_end", "bandwidth_mbps",
        "fee_cents", "assurance", "opened_date", "terminated_date", "reason_recorded__name_zh",
        "reason_recorded__name_en",
    ).iterator(chunk_size=2000):  # fmt: skip
        number, external, account, name, line_zh, line_en, status = row[:7]
        circuit, a_end, z_end, bandwidth, cents, level = row[7:13]
        opened, ended, reason_zh, reason_en = row[13:]
        yield [
            number, external, account, outline(name), in_language(zh=line_zh, en=line_en),
            SubscriptionStatus(status).label, circuit, outline(a_end, A_END), outline(z_end, Z_END),
            bandwidth, cents / 100,
            AssuranceLevel(level).label, opened, ended,
            in_language(zh=reason_zh or "", en=reason_en or ""),
        ]  # fmt: skip


def _site_lines(rows: Any) -> Lines:
    """Return the places under the headings of their import, which takes them back as they are."""
    yield [str(field.label) for field in LAYOUTS[Target.SITES].fields]
    for number, name, kind, *rest in rows.values_list(
        "customer__number", "name", "kind", "province", "city", "district", "street", "way_in",
        "served_by__code",
    ).iterator(chunk_size=2000):  # fmt: skip
        yield [number, name, SiteKind(kind).label, *rest]


_QUESTIONS: Final[Mapping[Subject, Callable[[Reach], Any]]] = {
    Subject.ACCOUNTS: _accounts,
    Subject.SUBSCRIPTIONS: _subscriptions,
    Subject.SITES: _sites,
}
_LINES: Final[Mapping[Subject, Callable[[Any], Lines]]] = {
    Subject.ACCOUNTS: _account_lines,
    Subject.SUBSCRIPTIONS: _subscription_lines,
    Subject.SITES: _site_lines,
}
