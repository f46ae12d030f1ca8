"""An account as it stood at the end of a day, and what changed between two days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from primeline.audit import queries as audit
from primeline.audit.choices import Difference
from primeline.audit.queries import Change, Dossier
from primeline.customers import queries as customers
from primeline.customers.choices import CustomerKind
from primeline.quality import queries as quality
from primeline.staff import queries as staff
from primeline.web.accounts.labels import ABOUT_PEOPLE, PARTS, SITES
from primeline.web.accounts.telling import ACCOUNTS, Told, fields_of
from primeline.web.audit.words import names_seen, table_word, title, told
from primeline.web.days import day_in
from primeline.web.pages import today
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer

USUALLY_BACK = timedelta(days=30)
# More of one table, or more differences, than anybody reads on a page.
MOST_SHOWN = 100
MOST_TURNS = 300

# What a row without a name is known by.
KNOWN_BY = {
    "customers_bill": "bill_month",
    "customers_payment": "paid_date",
    "customers_consent": "purpose",
    "tiers_standing": "month",
    "products_equipment": "serial",
    "products_outsideservice": "operator",
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row as the page shows it."""

    title: str
    change: Change
    fields: Told


@dataclass(frozen=True, kw_only=True)
class Part:
    """The rows of one table: as they stood, or that came or went. `count` is of them all."""

    word: str
    rows: list[Row]
    count: int
    difference: Difference | None = None


def then(request: PersonRequest, customer: "Customer") -> dict[str, Any]:
    """Return what differs between two days, and how all stood on the later one."""
    until = min(day_in(request.GET.get("until", "")) or today(), today())
    since = day_in(request.GET.get("since", "")) or until - USUALLY_BACK
    since, until = sorted((since, until))
    dossier = _dossier(request, customer)
    turns = audit.turned_between(request.reach, dossier, since=_end_of(since), until=_end_of(until))
    stood = audit.stood_at(request.reach, dossier, at=_end_of(until))
    shown = {table: changes[:MOST_SHOWN] for table, changes in stood.items() if changes}
    changes = [turn.change for turn in turns[:MOST_TURNS]]
    names = names_seen(
        request.reach, [*changes, *chain.from_iterable(shown.values())], with_staff=True
    )
    known = {(one.table, one.row_id): one for one in chain.from_iterable(stood.values())}
    teller = Teller(customer=customer, names=names, known=known)
    rows = [(turn.difference, teller.row(turn.change)) for turn in turns[:MOST_TURNS]]
    changed = [row for difference, row in rows if difference == Difference.CHANGED and row.fields]
    return {
        "since": since,
        "until": until,
        "changed": changed,
        "moved": _moved(rows),
        "has_more_turns": len(turns) > MOST_TURNS,
        "parts": [
            Part(
                word=table_word(table),
                rows=[teller.row(change) for change in changes],
                count=len(stood[table]),
            )
            for table, changes in shown.items()
        ],
        "actors": staff.names_of({row.change.actor_name for _difference, row in rows}),
    }


def _moved(rows: Sequence[tuple[Difference, Row]]) -> list[Part]:
    """Return what came and what went, by table."""
    groups: dict[tuple[str, Difference], list[Row]] = {}
    for difference, row in rows:
        if difference != Difference.CHANGED:
            groups.setdefault((row.change.table, difference), []).append(row)
    return [
        Part(word=table_word(table), rows=held, count=len(held), difference=difference)
        for (table, difference), held in groups.items()
    ]


@dataclass(frozen=True, kw_only=True)
class Teller:
    """Tells rows of one account. `known` are those that stood on the later day."""

    customer: "Customer"
    names: audit.Names
    known: Mapping[tuple[str, str], Change]

    def row(self, change: Change) -> Row:
        """Return a row as the page shows it."""
        return Row(title=self._title(change), change=change, fields=self._fields(change))

    def _title(self, change: Change) -> str:
        lead = KNOWN_BY.get(change.table)
        if self.customer.kind == CustomerKind.INDIVIDUAL and change.table == SITES:
            return f"{table_word(change.table)} {change.row_id}"
        if lead is None:
            return title(change, self.names)
        whole = self.known.get((change.table, change.row_id), change)
        said = {field.field: field for field in whole.fields}
        value = told(change, said[lead], said[lead].after, self.names)
        return f"{table_word(change.table)} {value}"

    def _fields(self, change: Change) -> Told:
        return fields_of(change, self.customer, self.names)


def _dossier(request: PersonRequest, customer: "Customer") -> Dossier:
    with_people = customers.includes_contacts(customer, request.reach)
    parts = tuple(table for table in PARTS if with_people or table not in ABOUT_PEOPLE)
    once = quality.companions_of(request.reach, customer.pk)
    return Dossier(table=ACCOUNTS, row_id=customer.pk, parts=parts, once=once)


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))
