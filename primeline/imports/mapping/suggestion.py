"""Guessing which column is what from its heading and its first cells. A person confirms it."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from typing import Final

import msgspec
from django.utils.translation import override

from primeline.customers.choices import CustomerKind
from primeline.imports.cells.amounts import MoneyUnit
from primeline.imports.cells.text import NOTHING, cleaned
from primeline.imports.cells.words import NO, YES, folded
from primeline.imports.choices import Target
from primeline.imports.mapping.shape import SERVICE, ColumnUse, FileMapping, Options, ServiceUse
from primeline.imports.mapping.vocabulary import (
    NOT_HELD_BEGINNINGS,
    SERVICE_CELLS,
    SERVICE_HEADINGS,
    TERM_WORDS,
    Usual,
)
from primeline.imports.targets import LAYOUTS, Field, Kind, Layout

MOST_DIFFERENT_CELLS: Final = 12
CLOSE_ENOUGH: Final = 0.9
SHORT: Final = 6

_IN_BRACKETS: Final = re.compile(r"[（(\[【].*?[)）\]】]|[*＊:：]")
_TEN_THOUSAND: Final = re.compile(r"万元|万$|10k|10,000", re.IGNORECASE)

# Files that say who left seldom say why.
UNKNOWN_REASON: Final = "OTHER"

# The field that files often give in words, such as “One year”.
TERM: Final = "contract_months"
# The different cells of each column, or none where there are too many to be words.
Words = Sequence[Sequence[str]]


def suggest_mapping(
    *,
    target: Target,
    headings: Sequence[str],
    words: Words,
    as_of_date: date,
    unit_code: str = "",
) -> FileMapping:
    """Return the mapping that the headings and the words in the columns suggest.

    Rows that name no unit are taken for `unit_code`, the unit that the importer chose.
    """
    layout = LAYOUTS[target]
    fields = _fields_of(headings, layout)
    uses = tuple(
        use_of(heading, fields.get(position), layout, words[position])
        for position, heading in enumerate(headings)
    )
    options = Options(as_of_date=as_of_date)
    mapping = FileMapping(target=target, columns=uses, options=options)
    return msgspec.structs.replace(mapping, constants=_constants(mapping, unit_code))


def _constants(mapping: FileMapping, unit_code: str) -> dict[str, str]:
    """Return the values that may stand for all rows of such a file, until a person says else."""
    if mapping.target != Target.CUSTOMERS:
        return {}
    constants = {"owner_unit": unit_code} if unit_code else {}
    tells_services = bool(mapping.service_columns)
    if not mapping.gives("kind"):
        is_retail = tells_services and not mapping.gives("identifier")
        kind = CustomerKind.INDIVIDUAL if is_retail else CustomerKind.ORGANIZATION
        constants["kind"] = kind.value
    if (tells_services or mapping.gives("has_left")) and not mapping.gives("leaving_reason"):
        constants["leaving_reason"] = UNKNOWN_REASON
    return constants


def guess_target(headings: Sequence[str]) -> Target:
    """Return the target whose fields the headings fit best."""

    def fit(target: Target) -> tuple[bool, int, int]:
        layout = LAYOUTS[target]
        found = _fields_of(headings, layout)
        names = {field.name for field in found.values()}
        services = sum(1 for h in headings if layout.takes_services and _service_of(h))
        complete = all(f.name in names for f in layout.fields if f.is_required)
        # Of two that fit alike it is the one that asks for less besides.
        return complete, len(found) + services, -len(layout.fields)

    return max(Target, key=fit)


def _fields_of(headings: Sequence[str], layout: Layout) -> dict[int, Field]:
    """Return which column is which field: the closest pairs first, each taken once."""
    pairs = [
        (score, -position, -order)
        for position, heading in enumerate(headings)
        for order, field in enumerate(layout.fields)
        if (score := _likeness(heading, field)) >= CLOSE_ENOUGH
    ]
    found: dict[int, Field] = {}
    taken: set[int] = set()
    for _, position, order in sorted(pairs, reverse=True):
        if -position not in found and -order not in taken:
            found[-position] = layout.fields[-order]
            taken.add(-order)
    return found


def _likeness(heading: str, field: Field) -> float:
    plain, bare = folded(heading), folded(_IN_BRACKETS.sub("", heading))
    words = _words_of(field)
    if plain in words or bare in words:
        return 1.0
    # Short words are alike by accident: “name” and “fame”.
    if len(bare) < SHORT:
        return 0.0
    matcher = SequenceMatcher(b=bare)
    return max((_ratio(matcher, word) for word in words if len(word) >= SHORT), default=0.0)


def _ratio(matcher: "SequenceMatcher[str]", word: str) -> float:
    matcher.set_seq1(word)
    if matcher.real_quick_ratio() < CLOSE_ENOUGH or matcher.quick_ratio() < CLOSE_ENOUGH:
        return 0.0
    return matcher.ratio() - 0.01


@cache
def _words_of(field: Field) -> frozenset[str]:
    labels = []
    for language in ("en", "zh-hans"):
        with override(language):
            labels.append(folded(str(field.label)))
    return frozenset({folded(field.name), *labels, *map(folded, field.words)})


def use_of(heading: str, field: Field | None, layout: Layout, cells: Sequence[str]) -> ColumnUse:
    """Return a column taken as a field, or as a service where its heading names one."""
    if field is None:
        service = _service_of(heading) if layout.takes_services else None
        if service and cells:
            return service_use(heading, cells)
        return ColumnUse(column=heading)
    if field.kind in {Kind.MONEY, Kind.FEE} and _TEN_THOUSAND.search(heading):
        return ColumnUse(column=heading, field=field.name, unit=MoneyUnit.TEN_THOUSAND)
    values = months_of(cells) if field.name == TERM else {}
    return ColumnUse(column=heading, field=field.name, values=values)


def months_of(cells: Iterable[str]) -> dict[str, str]:
    """Return how many months the words for a term mean that are known."""
    return {cell: TERM_WORDS[folded(cell)] for cell in cells if folded(cell) in TERM_WORDS}


def service_use(heading: str, cells: Sequence[str]) -> ColumnUse:
    """Return a column taken as a service, with what its words seem to mean."""
    service = _service_of(heading) or Usual("", 0)
    meanings = {cell: _meaning_of(cell, service) for cell in cells}
    return ColumnUse(column=heading, field=SERVICE, services=meanings)


def _service_of(heading: str) -> Usual | None:
    return SERVICE_HEADINGS.get(folded(_IN_BRACKETS.sub("", heading)))


def _meaning_of(cell: str, service: Usual) -> ServiceUse:
    word = cell.casefold()
    if word in NO | NOTHING or word.startswith(NOT_HELD_BEGINNINGS):
        return ServiceUse()
    usual = service if word in YES else SERVICE_CELLS.get(folded(cell), service)
    return ServiceUse(line=usual.line, price_cents=usual.price_cents)


def words_in(rows: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    """Return the different cells of each column, or none where there are too many to be words."""
    columns = [
        dict.fromkeys(cleaned(cell) for row in rows for cell in row[p : p + 1] if cell.strip())
        for p in range(width)
    ]
    return [list(cells) if len(cells) <= MOST_DIFFERENT_CELLS else [] for cells in columns]
