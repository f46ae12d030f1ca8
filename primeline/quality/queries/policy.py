"""The numbers of the policy on records: which is in force on a day, to come, or was before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from primeline.kit.errors import NotFound
from primeline.quality.choices import Evidence, LimitKind, RecordPart
from primeline.quality.models import Limit, PartWeight
from primeline.quality.shipped import LIMITS

FIRST_TO_LAST = ("active_from_date", "pk")


@dataclass(frozen=True, kw_only=True)
class Number:
    """One number of the policy: what it is now and by whose word, what it was, what it will be."""

    kind: LimitKind
    scope: str
    value: int
    now: Limit | None
    later: Limit | None
    before: list[Limit]


def numbers(kind: LimitKind, *, today: date) -> dict[str, int]:
    """Return the numbers of a kind in force on a day, as decided or as shipped, by their scope."""
    shipped = {scope: value for (of_kind, scope), value in LIMITS.items() if of_kind == kind}
    decided = _counting(kind).filter(
        Q(active_to_date=None) | Q(active_to_date__gt=today), active_from_date__lte=today
    )
    return shipped | _stored_before(kind) | dict(decided.values_list("scope", "value"))


def limit(kind: LimitKind, scope: str = "", *, today: date) -> int:
    """Return one number of the policy on records that is in force on a day."""
    return numbers(kind, today=today)[scope]


def duplicate_score(*, today: date) -> int:
    """Return the score from which on two accounts are shown as likely one."""
    return limit(LimitKind.DUPLICATE_SCORE, today=today)


def evidence_shares(*, today: date) -> Mapping[Evidence, int]:
    """Return how much each piece of evidence counts, in percent of its points."""
    found = numbers(LimitKind.EVIDENCE_SHARE, today=today)
    return {Evidence(scope): value for scope, value in found.items()}


def weights(*, today: date) -> dict[RecordPart, int]:
    """Return what each part weighs in the completeness of a record."""
    found = numbers(LimitKind.PART_WEIGHT, today=today)
    return {RecordPart(scope): value for scope, value in found.items()}


def stale_days(*, today: date) -> dict[str, int]:
    """Return after how many days the record of an account of each tier is to be confirmed."""
    return numbers(LimitKind.STALE_DAYS, today=today)


def policy_numbers(*, today: date) -> list[Number]:
    """Return every number of the policy on records, with its history. Two queries."""
    rows: dict[tuple[str, str], list[Limit]] = {}
    for row in _counting().select_related("decided_by").order_by(*FIRST_TO_LAST):
        rows.setdefault((row.kind, row.scope), []).append(row)
    stored = _stored_before(LimitKind.PART_WEIGHT)
    return [
        _number(kind, scope, value, rows.get((kind, scope), []), stored, today)
        for (kind, scope), value in LIMITS.items()
    ]


def get_number(kind: str, scope: str, *, today: date) -> Number:
    """Return one number of the policy on records.

    :raises NotFound: if there is none such
    """
    for one in policy_numbers(today=today):
        if (one.kind, one.scope) == (kind, scope):
            return one
    raise NotFound


def _counting(kind: LimitKind | None = None) -> QuerySet[Limit]:
    """Return what was decided and took effect, or will."""
    rows = Limit.objects.exclude(active_to_date=F("active_from_date"))
    return rows.filter(kind=kind) if kind else rows


def _stored_before(kind: LimitKind) -> dict[str, int]:
    """Return what weights were set to when they had no days yet."""
    if kind != LimitKind.PART_WEIGHT:
        return {}
    return dict(PartWeight.objects.values_list("part", "weight"))


def _number(
    kind: LimitKind,
    scope: str,
    shipped: int,
    rows: list[Limit],
    stored: Mapping[str, int],
    today: date,
) -> Number:
    before = [one for one in rows if one.active_to_date and one.active_to_date <= today]
    later = [one for one in rows if one.active_from_date > today]
    now = [one for one in rows if one not in before and one not in later]
    without = stored.get(scope, shipped) if kind == LimitKind.PART_WEIGHT else shipped
    return Number(
        kind=kind,
        scope=scope,
        value=now[0].value if now else without,
        now=now[0] if now else None,
        later=later[0] if later else None,
        before=before[::-1],
    )
