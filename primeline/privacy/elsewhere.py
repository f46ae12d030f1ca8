"""What else may name somebody who is to be erased: shorter names, and texts at other accounts.

It may be somebody else who is called so. A person looks at it and decides.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Model, Q

from primeline.privacy import freetext
from primeline.privacy.callings import callings
from primeline.privacy.columns import typed_columns, unbound_columns
from primeline.privacy.mentions import Mention, People, folded, mentions
from primeline.privacy.takingout import Typed, met, registered_at, rows_at, stretches, texts_in

AROUND: Final = 12
MOST_EXCERPTS: Final = 3
# So many rows of a table are looked at; whoever is called as so many are is found by hand.
MOST_ROWS: Final = 200


@dataclass(frozen=True, kw_only=True)
class AlsoNamed:
    """What somebody decided on: by which words they are meant, and where else but at the accounts
    where they are on file; `is_unbound` are rows of no account that hold their whole name, and
    accounts in `registered_ids` are registered under it.
    """

    words: tuple[str, ...] = ()
    account_ids: tuple[int, ...] = ()
    is_unbound: bool = False
    registered_ids: tuple[int, ...] = ()


NOTHING_ELSE: Final = AlsoNamed()


@dataclass
class Named:
    """Where a word, or a whole name, stands: how often, at which accounts, and how it reads."""

    # As it was typed where it was met first.
    typed: str = ""
    count: int = 0
    accounts: set[int] = field(default_factory=set)
    excerpts: list[tuple[int, str]] = field(default_factory=list)

    def add(self, account: int, text: str, one: Mention) -> None:
        """Count one place, and keep what stands around it if few are kept yet."""
        self.typed = self.typed or text[one.start : one.end]
        self.count += 1
        self.accounts.add(account)
        around = account, text[max(0, one.start - AROUND) : one.end + AROUND]
        # What is told of a row on a timeline says the same once more.
        if len(self.excerpts) < MOST_EXCERPTS and around not in self.excerpts:
            self.excerpts.append(around)


def words_for(known: Mapping[int, People]) -> dict[str, Named]:
    """Return what somebody may be called where they are on file, as far as it stands there."""
    found: dict[str, Named] = {}
    for account, people in known.items():
        both, whole = People(), People()
        whole.include(people)
        whole.spell()
        both.include(whole)
        for subject, name in people.names:
            for word in callings(name):
                both.call(subject, word)
        for text in _texts_at(account):
            for one in mentions(text, both):
                if (key := folded(text[one.start : one.end])) not in whole.keys:
                    found.setdefault(key, Named()).add(account, text, one)
    return found


def accounts_naming(people: People, *, but: Collection[int]) -> dict[int, Named]:
    """Return the accounts where somebody stands by their whole name and is not on file."""
    found: dict[int, Named] = {}
    people.spell()
    for model, ways in typed_columns():
        for way, fields in ways.items():
            for account, text, one in _met_in(model, way, fields, people):
                if account not in but:
                    found.setdefault(account, Named()).add(account, text, one)
    return found


def registered_after(known: Mapping[int, People]) -> Iterator[tuple[int, str]]:
    """Yield which of the accounts where somebody is on file are registered under their name."""
    for account, people in known.items():
        rows, fields = registered_at(account)
        for _pk, *said in stretches(rows, *(one.name for one in fields)):
            yield from ((account, text) for text in _plain(said) if next(met(text, people), None))


def unbound_naming(people: People) -> list[Typed]:
    """Return the rows of no account that somebody stands in by their whole name, and the fields."""
    found: list[Typed] = []
    people.spell()
    for rows, fields in _unbound():
        names = [one.name for one in fields]
        keys = [
            pk
            for pk, *texts in rows.filter(_may_name(names, people))
            .order_by("-pk")
            .values_list("pk", *names)[:MOST_ROWS]
            if any(next(met(text, people), None) for text in _plain(texts))
        ]
        if keys:
            found.append((rows.model._default_manager.filter(pk__in=keys), fields))
    return found


def _unbound() -> Iterator[Typed]:
    """Yield the rows that hang on no account: of models that never do, and those that need not."""
    for model, fields in unbound_columns():
        yield model._default_manager.all(), fields
    for model, ways in typed_columns():
        for way, typed in ways.items():
            # Words repeat what stands in the rows that they tell of.
            said = [one for one in typed if not getattr(one, "holds_words", False)]
            if said and way != "pk":
                yield model._default_manager.filter(**{f"{way}__isnull": True}), said


def _texts_at(account: int) -> Iterator[str]:
    """Yield what was typed at an account, in stretches between who is sealed in it."""
    for rows, fields in rows_at(account):
        if fields:
            for _pk, *said in stretches(rows, *(one.name for one in fields)):
                for text in _plain(said):
                    for start, end in freetext.typed_stretches(text):
                        yield text[start:end]


def _met_in(
    model: type[Model], way: str, fields: list[Any], people: People
) -> Iterator[tuple[int, str, Mention]]:
    # Words repeat what stands in the rows that they tell of.
    said = [one.name for one in fields if not getattr(one, "holds_words", False)]
    if not said:
        return
    rows = model._default_manager.filter(_may_name(said, people)).order_by("-pk")
    for account, *texts in rows.values_list(way, *said)[:MOST_ROWS]:
        for text in _plain(texts) if account is not None else ():
            for one in met(text, people):
                yield account, text, one


def _plain(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        for _path, text in texts_in(value):
            yield text


def _may_name(fields: list[str], people: People) -> Q:
    """Return the condition of rows in which a whole name may stand: all its words do."""
    found = Q(pk__in=[])
    for name in fields:
        for words in people.needles():
            every = Q()
            for word in words:
                every &= Q(**{f"{name}__icontains": word})
            found |= every
    return found
