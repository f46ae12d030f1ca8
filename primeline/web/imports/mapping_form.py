"""The mapping as a form: what is shown for each column, and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _

from primeline.imports import queries
from primeline.imports.cells.amounts import MoneyUnit
from primeline.imports.cells.days import DateOrder
from primeline.imports.choices import BillsAre, Target
from primeline.imports.mapping import ColumnUse, FileMapping, Options, ServiceUse, suggest_mapping
from primeline.imports.mapping.shape import SERVICE
from primeline.imports.mapping.suggestion import TERM, months_of, service_use
from primeline.imports.rules import last_closed_day
from primeline.imports.targets import LAYOUTS, Field, Kind
from primeline.kit.errors import Refused
from primeline.kit.sent import whole_number
from primeline.staff.reach import Reach
from primeline.web.days import is_usual
from primeline.web.imports.choosing import Choice, choices_for, lines_to_choose

Choosable = TypeVar("Choosable", bound=StrEnum)

MONEY = (Kind.MONEY, Kind.FEE)
WORDED = (Kind.CHOICE, Kind.LINE, Kind.REASON, Kind.INDUSTRY, Kind.UNIT, Kind.FLAG)
USUAL = ("owner_unit", "kind", "leaving_reason", "line", "reason_recorded")
# Larger than any price or version, and small enough to be stored and counted with.
MOST = 10**12
CONSTANTS = (Kind.CHOICE, Kind.LINE, Kind.REASON, Kind.INDUSTRY, Kind.UNIT)


@dataclass(frozen=True, kw_only=True)
class ShownWord:
    """One word of a column with what it stands for."""

    word: str
    means: str
    price: str


@dataclass(frozen=True, kw_only=True)
class ShownColumn:
    """One column as the page shows it."""

    position: int
    use: ColumnUse
    samples: list[str]
    words: list[ShownWord]
    choices: list[Choice]
    is_money: bool
    is_service: bool
    is_term: bool
    """Whether its words are told in months."""


@dataclass(frozen=True, kw_only=True)
class ShownConstant:
    """One field for which a value may be chosen for all rows."""

    field: Field
    value: str
    choices: list[Choice]

    @property
    def is_usual(self) -> bool:
        """Whether most files need it, so that it stands in front."""
        return self.field.is_required or self.field.name in USUAL


class MappingForm:
    """What stands on the mapping page, from what is stored or from what was sent."""

    def __init__(self, batch: Any, reach: Reach, sent: Any = None) -> None:
        self.batch, self.reach = batch, reach
        self.rows, self.words = queries.samples_of(batch)
        self.unknown = queries.unknown_words(batch)
        stored = queries.mapping_of(batch)
        self.version = batch.version if sent is None else _whole(sent.get("version"), 0)
        self.mapping = stored if sent is None else self._read(sent, stored)
        self.layout = LAYOUTS[self.mapping.target]

    @property
    def targets(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Target.choices]

    @property
    def groups(self) -> list[tuple[str, list[Field]]]:
        """The fields of the target, by group, as a column may be taken."""
        names = {
            "MAIN": _("Fields"),
            "CONTACT": _("Main contact"),
            "SERVICES": _("Tenure and money"),
        }
        return [
            (label, [f for f in self.layout.fields if f.group == group])
            for group, label in names.items()
            if any(f.group == group for f in self.layout.fields)
        ]

    @property
    def columns(self) -> list[ShownColumn]:
        return [self._column(position, use) for position, use in enumerate(self.mapping.columns)]

    @property
    def constants(self) -> list[ShownConstant]:
        """The fields that no column gives and that may have one value for all rows."""
        return [
            ShownConstant(
                field=field,
                value=self.mapping.constants.get(field.name, ""),
                choices=choices_for(field, self.reach),
            )
            for field in self.layout.fields
            if field.kind in CONSTANTS and self.mapping.column_of(field.name) is None
        ]

    @property
    def has_more(self) -> bool:
        """Whether something is chosen among what few files need."""
        options = self.mapping.options
        chosen = any(one.value for one in self.constants if not one.is_usual)
        return chosen or bool(options.prefix) or options.date_order != DateOrder.YEAR_FIRST

    @property
    def date_orders(self) -> list[tuple[str, str]]:
        return [
            (DateOrder.YEAR_FIRST, _("year, month, day")),
            (DateOrder.DAY_FIRST, _("day, month, year")),
            (DateOrder.MONTH_FIRST, _("month, day, year")),
        ]

    @property
    def money_units(self) -> list[tuple[str, str]]:
        return [
            (MoneyUnit.YUAN, _("yuan")),
            (MoneyUnit.TEN_THOUSAND, _("10,000 yuan")),
            (MoneyUnit.FEN, _("fen")),
        ]

    @property
    def bills_are(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in BillsAre.choices]

    @property
    def takes_tenure(self) -> bool:
        """Whether the file states things as of a day."""
        return self.mapping.target == Target.CUSTOMERS and any(
            self.mapping.gives(name) for name in ("tenure_months", "has_left", "monthly_charge")
        )

    def _column(self, position: int, use: ColumnUse) -> ShownColumn:
        field = self.layout.by_name.get(use.field)
        is_service = use.field == SERVICE
        has_words = is_service or (field is not None and field.kind in WORDED)
        is_term = use.field == TERM
        return ShownColumn(
            position=position,
            use=use,
            samples=[row[position] for row in self.rows if position < len(row)][:3],
            words=self._shown_words(position, use) if has_words or is_term else [],
            choices=self._choices(field, is_service=is_service),
            is_money=field is not None and field.kind in MONEY,
            is_service=is_service,
            is_term=is_term,
        )

    def _choices(self, field: Field | None, *, is_service: bool) -> list[Choice]:
        if is_service:
            return lines_to_choose()
        return choices_for(field, self.reach) if field is not None and field.kind in WORDED else []

    def _shown_words(self, position: int, use: ColumnUse) -> list[ShownWord]:
        words = dict.fromkeys(
            [
                *(self.words[position] if position < len(self.words) else ()),
                *use.services,
                *use.values,
                *self.unknown.get(use.column, ()),
            ]
        )
        is_plain = str.isdecimal if use.field == TERM else _never
        return [self._shown_word(word, use) for word in words if word and not is_plain(word)]

    def _shown_word(self, word: str, use: ColumnUse) -> ShownWord:
        if use.field != SERVICE:
            return ShownWord(word=word, means=use.values.get(word, ""), price="")
        meaning = use.services.get(word, ServiceUse())
        price = f"{meaning.price_cents / 100:g}" if meaning.line else ""
        return ShownWord(word=word, means=meaning.line, price=price)

    def _read(self, sent: Any, stored: FileMapping) -> FileMapping:
        target = Target(sent["target"]) if sent.get("target") in Target.values else stored.target
        options = _options(sent, stored.options)
        if target != stored.target and sent.get("shown") != target:
            suggested = suggest_mapping(
                target=target,
                headings=self.batch.headings,
                words=self.words,
                as_of_date=options.as_of_date
                or last_closed_day(timezone.localdate(self.batch.uploaded_at)),
                unit_code=self.batch.unit.code if self.batch.unit else "",
            )
            return msgspec.structs.replace(suggested, options=options)
        columns = tuple(
            self._use(sent, position, heading)
            for position, heading in enumerate(self.batch.headings)
        )
        constants = _constants(sent, target, stored)
        return FileMapping(target=target, columns=columns, constants=constants, options=options)

    def _use(self, sent: Any, position: int, heading: str) -> ColumnUse:
        field = sent.get(f"field-{position}", "")
        words = sent.getlist(f"word-{position}")
        means = sent.getlist(f"means-{position}")
        if field == SERVICE:
            prices = sent.getlist(f"price-{position}")
            if len(means) != len(words) or len(prices) != len(words):
                return service_use(heading, self._known_words(position))
            services = {
                word: ServiceUse(line=line, price_cents=_cents(price))
                for word, line, price in zip(words, means, prices, strict=True)
            }
            return ColumnUse(column=heading, field=field, services=services)
        values = {w: m.strip() for w, m in zip(words, means, strict=False) if m.strip()}
        if field == TERM and not words:
            values = months_of(self._known_words(position))
        unit = sent.get(f"unit-{position}", "")
        return ColumnUse(
            column=heading,
            field=field,
            unit=_one_of(MoneyUnit, unit, MoneyUnit.YUAN),
            values=values,
        )

    def _known_words(self, position: int) -> list[str]:
        return self.words[position] if position < len(self.words) else []


def _never(_word: str) -> bool:
    return False


def _constants(sent: Any, target: Target, stored: FileMapping) -> dict[str, str]:
    # What a column gives is not asked for; the value chosen before still fills its empty cells.
    kept = stored.constants if target == stored.target else {}
    names = (field.name for field in LAYOUTS[target].fields)
    given = {name: str(sent.get(f"all-{name}", kept.get(name, ""))) for name in names}
    return {name: value for name, value in given.items() if value}


def _options(sent: Mapping[str, str], stored: Options) -> Options:
    day = sent.get("as_of_date", "")
    try:
        as_of = date.fromisoformat(day) if day else stored.as_of_date
    except ValueError as wrong:
        raise Refused(_("Write the day as 2024-03-05."), field="as_of_date") from wrong
    if as_of is not None and not is_usual(as_of):
        raise Refused(_("Write a day between 1900 and 2199."), field="as_of_date")
    order, bills = sent.get("date_order", ""), sent.get("bills_are", "")
    return Options(
        date_order=_one_of(DateOrder, order, stored.date_order),
        as_of_date=as_of,
        prefix=sent.get("prefix", stored.prefix).strip()[:20],
        bill_months=_whole(sent.get("bill_months"), stored.bill_months),
        bills_are=BillsAre(bills) if bills in BillsAre.values else stored.bills_are,
    )


def _one_of(known: type[Choosable], sent: str, otherwise: Choosable) -> Choosable:
    return known(sent) if sent in {one.value for one in known} else otherwise


def _whole(text: str | None, otherwise: int) -> int:
    number = whole_number(text or "", most=MOST)
    return otherwise if number is None else number


def _cents(text: str) -> int:
    try:
        cents = round(float(text) * 100)
    except (ValueError, OverflowError):
        return 0
    return min(max(cents, 0), MOST)
