"""Finding the openings that took the place of endings, so that such pairs net to zero."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Coalesce

from primeline.kit.deeds import Actor, deed
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
