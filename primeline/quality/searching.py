"""The search for likely duplicates: keys for everybody, then neighbors under the same key."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from primeline.customers.models import Customer
from primeline.kit.deeds import Actor
from primeline.quality import actions
from primeline.quality.choices import Evidence
from primeline.quality.models import BlockingKey
from primeline.quality.queries import duplicate_score, evidence_shares, facts_of, regions
from primeline.quality.rules.blocking import keys_of
from primeline.quality.rules.likeness import likeness
from primeline.quality.values import Facts, Likeness

AT_ONCE = 2000
PAIRS_AT_ONCE = 10_000
# Under one key, so many neighbors are compared with: a name that all have costs no more per
# account than any other.
NEIGHBORS = 10
SORT_LENGTH = 24

IdPair = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """By what two accounts are judged: known places, how evidence counts, the least score."""

    places: frozenset[str]
    shares: Mapping[Evidence, int]
    least: int


def find_duplicates(*, by: Actor, at: datetime) -> int:
    """Look for accounts that are likely one, and keep the pairs; return how many were found.

    The search takes minutes and writes in small steps, so that nobody waits for it; what it found
    takes the place of what was found before at one stroke.
    """
    places = regions()
    BlockingKey.objects.all().delete()
    for ids in _batches():
        _write_keys(ids, places)
    today = timezone.localtime(at).date()
    terms = Terms(
        places=places,
        shares=evidence_shares(today=today),
        least=duplicate_score(today=today),
    )
    found = dict(_judged(_candidates(), terms))
    actions.keep_duplicates(found=found, by=by, at=at)
    BlockingKey.objects.all().delete()
    return len(found)


def _batches() -> Iterator[list[int]]:
    """Give the accounts that are looked at: no restricted one, and none that is merged away."""
    rows = Customer.objects.filter(is_restricted=False, merged_into=None).order_by("pk")
    last = 0
    while ids := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE]):
        yield ids
        last = ids[-1]


def _write_keys(ids: list[int], places: frozenset[str]) -> None:
    BlockingKey.objects.bulk_create(
        (
            BlockingKey(key=key, sort=_sort(facts), customer_id=pk)
            for pk, facts in facts_of(ids, places).items()
            for key in keys_of(facts)
        ),
        batch_size=5000,
    )


def _sort(facts: Facts) -> str:
    """Return by what those under one key stand in order; a person's name stands nowhere."""
    return facts.name.core[:SORT_LENGTH] if facts.is_organization else ""


def _candidates() -> Iterator[IdPair]:
    """Give the pairs that stand close to each other under a key, in the order of the keys."""
    near: deque[int] = deque(maxlen=NEIGHBORS)
    under: int | None = None
    rows = BlockingKey.objects.order_by("key", "sort", "customer_id")
    for key, customer_id in rows.values_list("key", "customer_id").iterator(chunk_size=10_000):
        if key != under:
            near.clear()
            under = key
        for other in near:
            yield (other, customer_id) if other < customer_id else (customer_id, other)
        near.append(customer_id)


def _judged(pairs: Iterable[IdPair], terms: Terms) -> Iterator[tuple[IdPair, Likeness]]:
    waiting: set[IdPair] = set()
    for pair in pairs:
        waiting.add(pair)
        if len(waiting) >= PAIRS_AT_ONCE:
            yield from _likely(waiting, terms)
            waiting.clear()
    yield from _likely(waiting, terms)


def _likely(pairs: set[IdPair], terms: Terms) -> Iterator[tuple[IdPair, Likeness]]:
    ids = sorted({pk for pair in pairs for pk in pair})
    facts = {}
    for start in range(0, len(ids), AT_ONCE):
        facts.update(facts_of(ids[start : start + AT_ONCE], terms.places))
    for pair in sorted(pairs):
        likely = likeness(facts[pair[0]], facts[pair[1]], terms.shares)
        if likely.score >= terms.least:
            yield pair, likely
