"""Finding the openings that took the place of endings, so that such pairs net to zero."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Coalesce

from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.kit.saving import save_changes
from primeline.products import rules
from primeline.products.choices import ReplacementKind
from primeline.products.models import Subscription
from primeline.products.rules import Ending, Opening

BATCH = 2000


@deed("products.recognize_replacements")
def recognize_replacements(
    *, customer_ids: Collection[int], by: Actor, at: datetime, reason: str = ""
) -> int:
    """Pair each ending that claims a move, swap or new papers with its opening; return how many.

    The verified reason counts before the recorded one. A pair whose claim was taken back by the
    second call is undone; the history keeps both.
    """
    wanted = sorted(customer_ids)
    found = 0
    for start in range(0, len(wanted), BATCH):
        found += _recognize(wanted[start : start + BATCH])
    return found


@deed("products.mark_replacement")
def mark_replacement(
    *,
    opening: Subscription,
    version: int,
    ending: Subscription,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Subscription:
    """Say by hand whose place an opening took; it stands before what was found by itself.

    :raises Refused: if the two cannot be a pair
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    kind = rules.check_replacement(_ending(ending), _opening(opening), field="replaces")
    Subscription.objects.filter(replaces=ending).exclude(pk=opening.pk).update(
        replaces=None, replacement_kind=""
    )
    changes = {"replaces": ending, "replacement_kind": kind}
    save_changes(Subscription, pk=opening.pk, version=version, changes=changes)
    line = Line(
        customer_id=opening.customer_id,
        kind=TimelineKind.SUBSCRIPTION_CHANGED,
        happened_at=at,
        words={
            "number": opening.number,
            "line_code": opening.line.code,
            "replaces": ending.number,
            "replacement_kind": kind,
            "reason": reason,
        },
        subject_kind="subscription",
        subject_id=opening.pk,
    )
    customers.tell(line=line, by=by, at=at)
    recognize_replacements(customer_ids=[opening.customer_id], by=by, at=at)
    opening.refresh_from_db()
    return opening


def _ending(subscription: Subscription) -> Ending | None:
    reason = subscription.reason_verified or subscription.reason_recorded
    if subscription.terminated_date is None or reason is None or not reason.replacement_kind:
        return None
    return Ending(
        subscription_id=subscription.pk,
        customer_id=subscription.customer_id,
        line_id=subscription.line_id,
        terminated_date=subscription.terminated_date,
        kind=ReplacementKind(reason.replacement_kind),
    )


def _opening(subscription: Subscription) -> Opening:
    return Opening(
        subscription_id=subscription.pk,
        customer_id=subscription.customer_id,
        line_id=subscription.line_id,
        opened_date=subscription.opened_date,
    )


def _recognize(customer_ids: list[int]) -> int:
    ours = Subscription.objects.filter(customer__in=customer_ids)
    claims = ours.filter(terminated_date__isnull=False).annotate(
        claim=Coalesce("reason_verified__replacement_kind", "reason_recorded__replacement_kind")
    )
    ours.filter(replaces__in=claims.filter(Q(claim="") | Q(claim=None)).values("pk")).update(
        replaces=None, replacement_kind=""
    )
    endings = [
        Ending(
            subscription_id=pk,
            customer_id=customer,
            line_id=line,
            terminated_date=terminated,
            kind=ReplacementKind(claim),
        )
        for pk, customer, line, terminated, claim in claims.exclude(Q(claim="") | Q(claim=None))
        .filter(replaced_by=None)
        .values_list("pk", "customer", "line", "terminated_date", "claim")
        if terminated is not None
    ]
    if not endings:
        return 0
    with_endings = {ending.customer_id for ending in endings}
    openings = [
        Opening(subscription_id=pk, customer_id=customer, line_id=line, opened_date=opened)
        for pk, customer, line, opened in ours.filter(
            replaces=None, customer__in=with_endings
        ).values_list("pk", "customer", "line", "opened_date")
    ]
    pairs = rules.pair_replacements(endings, openings)
    for pair in pairs:
        Subscription.objects.filter(pk=pair.opening.subscription_id).update(
            replaces=pair.ending.subscription_id, replacement_kind=pair.ending.kind
        )
    return len(pairs)
