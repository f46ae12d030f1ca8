"""Making one account of two: everything of the one goes to the other, and nothing is lost."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from primeline.access import queries as access
from primeline.audit import actions as audit
from primeline.audit import walls
from primeline.audit.models import HistoryRow
from primeline.commitments import queries as commitments
from primeline.commitments.actions import reprice_commitments
from primeline.commitments.choices import Because
from primeline.customers import actions as customers
from primeline.customers.models import Contact, Customer
from primeline.kit.deeds import current_act, deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.products import actions as products
from primeline.products.models import Subscription
from primeline.quality.actions.records import judge_records
from primeline.quality.models import Condition, DuplicatePair, Merge
from primeline.quality.queries.hanging import Hanging, clashing, moving
from primeline.quality.rules import merging as rules
from primeline.search import actions as search
from primeline.staff.models import Person


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which account stays, which goes into it, and what is taken over from that one."""

    survivor: Customer
    absorbed: Customer
    # The versions of both that whoever decides has seen.
    versions: tuple[int, int]
    taken: Collection[str] = ()


@deed("quality.merge")
def merge_accounts(*, wish: Wish, by: Person, at: datetime, reason: str) -> Merge:
    """Let one account take the other in, with all that hangs on it.

    What the constraints of a table allow once only (two bills of a month) stays with the merged
    account, which is there to be read.

    :raises Refused: if they may not be one, no reason is given, or somebody saved in between
    """
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    survivor, absorbed = wish.survivor, wish.absorbed
    rules.check_merge(survivor, absorbed)
    with walls.open_for_system():
        act, before = current_act() or 0, _latest_history()
        was_key = absorbed.is_key_account
        moved, kept = _move(absorbed.pk, survivor.pk)
        _open_instead(absorbed.pk, survivor.pk, by=by, at=at)
        _absorb(wish, by=by, at=at)
        ids = [survivor.pk, absorbed.pk]
        products.refresh_monthly_fees(customer_ids=ids, by=by, at=at)
        DuplicatePair.objects.filter(Q(first=absorbed) | Q(second=absorbed)).delete()
        merge = Merge.objects.create(
            survivor=survivor,
            absorbed=absorbed,
            was_key=was_key,
            reason=reason.strip(),
            taken=sorted(wish.taken),
            moved=moved,
            kept_beside=kept,
            act_id=act,
            history_from=before,
            history_to=_latest_history(),
            merged_by=by,
            merged_at=at,
        )
        owe_anew([survivor.pk], by=by, at=at)
        search.forget(customer_ids=[absorbed.pk], by=by, at=at)
        products.make_findable(customer_ids=[survivor.pk], by=by, at=at)
        Condition.objects.filter(customer=absorbed).delete()
        judge_records(customer_ids=[survivor.pk], by=by, at=at)
    return merge


def owe_anew(customer_ids: Collection[int], *, by: Person, at: datetime) -> None:
    """Work out anew by when matters are owed that have come to an account of another level."""
    ids = [one for pk in customer_ids for one in commitments.open_ids_of(pk)]
    if ids:
        reprice_commitments(commitment_ids=ids, because=Because.TIER, by=by, at=at)


def _open_instead(absorbed_id: int, survivor_id: int, *, by: Person, at: datetime) -> None:
    """Let whatever opens the one account open the other, where the work and the papers are now."""
    grants = list(access.open_grants_on(absorbed_id, at=at).values_list("pk", flat=True))
    if grants:
        audit.move_grants(grant_ids=grants, row_id=survivor_id, by=by, at=at)


def _absorb(wish: Wish, *, by: Person, at: datetime) -> None:
    absorbed = wish.absorbed
    taken: dict[str, Any] = {
        column: getattr(absorbed, column) for name in wish.taken for column in rules.CHOICES[name]
    }
    try:
        customers.absorb_customer(
            survivor=wish.survivor,
            absorbed=absorbed,
            versions=wish.versions,
            taken=taken,
            by=by,
            at=at,
        )
    except ChangedMeanwhile as meanwhile:
        raise Refused(
            _("Somebody changed one of the accounts in the meantime. Compare them once more.")
        ) from meanwhile


def _move(absorbed_id: int, survivor_id: int) -> tuple[dict[str, int], dict[str, int]]:
    """Move what hangs on one account to another; return how much moved, and how much stayed."""
    moved: dict[str, int] = {}
    kept: dict[str, int] = {}
    for hanging in moving():
        stays = list(
            clashing(hanging, at=absorbed_id, with_those_of=survivor_id).values_list(
                "pk", flat=True
            )
        )
        rows = hanging.of(absorbed_id).exclude(pk__in=stays)
        count = rows.update(**{hanging.field: survivor_id}, **_along(hanging, survivor_id))
        if count:
            moved[hanging.table] = moved.get(hanging.table, 0) + count
        if stays:
            kept[hanging.table] = kept.get(hanging.table, 0) + len(stays)
    return moved, kept


def _along(hanging: Hanging, survivor_id: int) -> dict[str, Any]:
    """Return what else changes in rows that move."""
    if hanging.model is Contact:
        first = Contact.objects.filter(customer=survivor_id, is_primary=True, is_active=True)
        return {"is_primary": False} if first.exists() else {}
    if hanging.model is Subscription:
        # The first account of a subscription that moves more than once tells its past.
        return {"came_from_id": Coalesce(F("came_from_id"), F("customer_id"))}
    return {}


def _latest_history() -> int:
    return HistoryRow.objects.aggregate(latest=Max("id"))["latest"] or 0
