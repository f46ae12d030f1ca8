"""What else may name somebody who is to be erased, for whoever decides on it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from primeline.audit import walls
from primeline.customers.models import Customer
from primeline.customers.queries import visible_to
from primeline.privacy import elsewhere, onfile
from primeline.privacy.elsewhere import Named
from primeline.privacy.mentions import People
from primeline.rights.models import RightsRequest
from primeline.rights.queries.requests import subjects_of
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach


@dataclass(frozen=True, kw_only=True)
class WordFound:
    """A word by which they may be meant where they are on file."""

    word: str
    typed: str
    count: int
    excerpts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AccountFound:
    """An account where somebody of their name stands, and is not on file."""

    customer: Customer
    count: int
    excerpts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NamedElse:
    """All that, as far as the reader may see it; what lies beyond is counted and not told."""

    words: tuple[WordFound, ...]
    # What accounts where they are on file are registered as, if it names them.
    registered: tuple[tuple[int, str], ...] = ()
    accounts: tuple[AccountFound, ...] = ()
    hidden_count: int = 0
    unbound_count: int = 0
    is_everywhere: bool = False


def named_else(request: RightsRequest, reach: Reach, *, is_everywhere: bool) -> NamedElse:
    """Return by what else somebody may be named where they are on file, and if asked, elsewhere."""
    with walls.open_for_system():
        known = onfile.known_of(subjects_of(request.person))
        words = elsewhere.words_for(known)
        named_after = list(elsewhere.registered_after(known))
    at = {account for found in words.values() for account in found.accounts}
    seen = reached(reach, at | {account for account, _name in named_after})
    registered = tuple(one for one in named_after if one[0] in seen)
    found_words = tuple(
        WordFound(word=word, typed=found.typed, count=found.count, excerpts=_excerpts(found, seen))
        for word, found in sorted(words.items(), key=lambda one: (-one[1].count, one[0]))
    )
    anybody = People()
    for people in known.values():
        anybody.include(people)
    with walls.open_for_system():
        unbound = sum(rows.count() for rows, _fields in elsewhere.unbound_naming(anybody))
    if not is_everywhere:
        return NamedElse(words=found_words, registered=registered, unbound_count=unbound)
    with walls.open_for_system():
        others = elsewhere.accounts_naming(anybody, but=known)
    rows = {one.pk: one for one in _within(reach, others).order_by("number")}
    return NamedElse(
        words=found_words,
        registered=registered,
        accounts=tuple(
            AccountFound(
                customer=row, count=others[pk].count, excerpts=_excerpts(others[pk], {*rows})
            )
            for pk, row in rows.items()
        ),
        hidden_count=len(others) - len(rows),
        unbound_count=unbound,
        is_everywhere=True,
    )


def reached(reach: Reach, account_ids: Collection[int]) -> set[int]:
    """Return those of these accounts that the rights desk reaches."""
    return set(_within(reach, account_ids).values_list("pk", flat=True))


def _within(reach: Reach, account_ids: Collection[int]) -> QuerySet[Customer]:
    return visible_to(reach, Permission.DECIDE_RIGHTS).filter(pk__in=list(account_ids))


def _excerpts(found: Named, seen: Collection[int]) -> tuple[str, ...]:
    return tuple(text for account, text in found.excerpts if account in seen)
