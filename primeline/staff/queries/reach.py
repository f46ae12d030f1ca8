"""How far a person reaches at a moment."""

from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import CharField, JSONField, Q, QuerySet, Value

from primeline.kit.prepared import Prepared, prepared
from primeline.staff import rules
from primeline.staff.choices import Role
from primeline.staff.models import Cover, Person, Posting
from primeline.staff.reach import Bound, Granted, Reach

_COLUMNS = (
    "role",
    "unit_id",
    "unit__path",
    "unit__name_zh",
    "unit__name_en",
    "industries",
    "lines",
    "customer_ids",
)
_COVERS = ""
# For whom, and for which day, the question is built; both are put in when it is asked.
SOMEBODY, SOME_DAY = -1_000_001, date(1000, 1, 1)


def reach_of(
    person: Person,
    *,
    at: datetime,
    cleared_ids: frozenset[int] = frozenset(),
    granted: tuple[Granted, ...] = (),
) -> Reach:
    """Return what the person may do and how far, at this moment. One query."""
    today = rules.day_of(at, person.time_zone)
    # Every request asks this, so roles and covers come in one answer: a cover is a row without
    # a role, whose second column holds whom they stand in for.
    rows = _roles_and_covers().rows({SOMEBODY: person.pk, SOME_DAY: today})
    return Reach(
        person_id=person.pk,
        bounds=tuple(_bound(row) for row in rows if row[0] != _COVERS) if person.is_active else (),
        named_ids=frozenset({person.pk, *(row[1] for row in rows if row[0] == _COVERS)}),
        cleared_ids=cleared_ids,
        granted=granted,
    )


@cache
def _roles_and_covers() -> Prepared:
    return prepared(_postings(SOMEBODY, SOME_DAY).union(_covers(SOMEBODY, SOME_DAY), all=True))


def _postings(person: int, today: date) -> QuerySet[Posting, tuple[Any, ...]]:
    return (
        Posting.objects.filter(person=person, active_from__lte=today, unit__is_active=True)
        .filter(Q(active_to=None) | Q(active_to__gt=today))
        .values_list(*_COLUMNS)
    )


def _covers(person: int, today: date) -> QuerySet[Cover, tuple[Any, ...]]:
    no_text = Value("", output_field=CharField())
    no_bound = Value([], output_field=JSONField())
    return (
        Cover.objects.filter(covered_by=person, active_from__lte=today, active_to__gt=today)
        .annotate(
            role=Value(_COVERS, output_field=CharField()),
            path=no_text,
            name_zh=no_text,
            name_en=no_text,
            industries=no_bound,
            lines=no_bound,
            customer_ids=no_bound,
        )
        .values_list(
            "role",
            "absent_id",
            "path",
            "name_zh",
            "name_en",
            "industries",
            "lines",
            "customer_ids",
        )
    )


def _bound(row: tuple[Any, ...]) -> Bound:
    role, unit_id, path, name_zh, name_en, industries, lines, customer_ids = row
    return Bound(
        role=Role(role),
        unit_id=unit_id,
        path=path,
        unit_name_zh=name_zh,
        unit_name_en=name_en,
        industries=frozenset(industries),
        lines=frozenset(lines),
        customer_ids=frozenset(customer_ids),
    )
