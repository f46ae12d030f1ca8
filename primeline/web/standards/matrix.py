"""The matrix in force, step by step, and where it says nothing."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from primeline.calendars.values import ALWAYS, Calendar
from primeline.commitments import queries as commitments
from primeline.customers.choices import Tier
from primeline.hours import queries as hours
from primeline.kit import clock
from primeline.kit.sent import whole_number
from primeline.products import queries as products
from primeline.products.choices import AssuranceLevel
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach
from primeline.standards import queries, rules
from primeline.standards.rules import DueOf
from primeline.standards.values import Row
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.standards.words import Names, ShownRule, length

if TYPE_CHECKING:
    from primeline.commitments.models import Gap
    from primeline.staff.models import Unit

# Which rules are shown: a filter in words, and which rows it keeps.
KINDS: dict[str, Callable[[Row], bool]] = {
    "statutory": lambda row: row.is_statutory,
    "unverified": lambda row: not row.is_verified,
    "local": lambda row: row.unit_id is not None,
    "contract": lambda row: row.customer_id is not None,
}


@page(Permission.VIEW_REFERENCE)
def matrix(request: PersonRequest) -> HttpResponse:
    """Show which rules are in force, by step, narrowed to a level, a line, a kind."""
    at = clock.now()
    found = queries.matrix_at(at)
    rows = narrowed(request, found.rows)
    names = Names(request.reach, rows)
    context = {
        "version": queries.version_in_force(at),
        "groups": grouped(names, rows),
        "shown_count": len(rows),
        "rules_count": len(found.rows),
        "unverified_count": sum(1 for row in found.rows if not row.is_verified),
        "waiting": queries.versions_waiting(request.user.pk),
        **filters(request),
    }
    return render(request, "web/standards/matrix.html", context)


@page(Permission.VIEW_REFERENCE)
def coverage(request: PersonRequest) -> HttpResponse:
    """Show for each step which limit each level has where nothing else is known; gaps stand out."""
    at = clock.now()
    number = whole_number(request.GET.get("version", ""))
    version = queries.get_version(number) if number is not None else None
    rows = queries.rows_of(version.pk) if version else queries.matrix_at(at).rows
    tables = coverage_of(rows, at)
    cases = [] if version else _cases(request.reach, at)
    context = {
        "version": version,
        "tables": tables,
        "gaps": sum(table["gaps"] for table in tables),
        "tiers": [*Tier.choices, ("", _("no level"))],
        "cases": cases,
        "waiting": sum(len(gaps) for _step, _level, gaps in cases),
    }
    return render(request, "web/standards/coverage.html", context)


def _cases(reach: Reach, at: datetime) -> list[tuple[str, str, list["Gap"]]]:
    """Return what within reach lacks a rule, by step and level."""
    found: dict[tuple[str, str], list[Gap]] = {}
    for one in commitments.gaps_within(reach, at=at):
        tier = commitments.tier_of(one)
        level = str(Tier(tier).label) if tier else _("no level")
        found.setdefault((one.step.name, level), []).append(one)
    return [(*place, gaps) for place, gaps in found.items()]


def coverage_of(rows: Sequence[Row], at: datetime) -> list[dict[str, Any]]:
    """Return the table of each step in use: lines are assurances, columns are levels.

    Of circuits the last line is of those whose assurance nobody knows.
    """
    due_of = due_at_headquarters(at)
    tiers = [*Tier.values, ""]
    tables = []
    for step in queries.steps():
        assurances = [*AssuranceLevel.values, ""] if step.is_about_circuits else [""]
        of_step = [row for row in rows if row.step == step.code]
        cells = rules.coverage(
            of_step, step=step.code, tiers=tiers, assurances=assurances, due_of=due_of
        )
        lines = [
            (
                str(AssuranceLevel(assurance).label) if assurance else "",
                [_cell(cells[column][line].row) for column in range(len(tiers))],
            )
            for line, assurance in enumerate(assurances)
        ]
        gaps = sum(cell.row is None for column in cells for cell in column)
        tables.append({"step": step, "lines": lines, "gaps": gaps})
    return tables


def due_at_headquarters(at: datetime) -> DueOf:
    """Return how deadlines are counted where no unit is named."""
    return rules.due_by(calendar_for(staff.headquarters(), at), at)


def calendar_for(unit: "Unit | None", at: datetime) -> Calendar:
    """Return when a unit works; before there are any, the clock never stops."""
    return ALWAYS if unit is None else hours.calendar_of(unit.pk, at=at)


def narrowed(request: PersonRequest, rows: Sequence[Row]) -> list[Row]:
    """Return the rules that the filters of the address keep; a rule for any is always kept."""
    asked = {name: request.GET.get(name, "") for name in ("tier", "assurance", "line")}
    step, kind = request.GET.get("step", ""), KINDS.get(request.GET.get("kind", ""))
    return [
        row
        for row in rows
        if step in ("", row.step)
        and all(not value or getattr(row, name) in ("", value) for name, value in asked.items())
        and (kind is None or kind(row))
    ]


def filters(request: PersonRequest) -> dict[str, Any]:
    """Return what the filters offer and what is chosen."""
    return {
        "step_choices": [(step.code, step.name) for step in queries.steps(is_active=None)],
        "tiers": Tier.choices,
        "assurances": AssuranceLevel.choices,
        "line_choices": [(line.code, line.name) for line in products.lines()],
        "kinds": [
            ("statutory", _("statutory")),
            ("unverified", _("unverified")),
            ("local", _("of a province or branch")),
            ("contract", _("by contract")),
        ],
        "chosen": {
            name: request.GET.get(name, "")
            for name in ("step", "tier", "assurance", "line", "kind")
        },
        "is_narrowed": any(
            request.GET.get(name) for name in ("tier", "assurance", "line", "kind", "step")
        ),
    }


def grouped(names: Names, rows: Sequence[Row]) -> list[tuple[str, list[ShownRule]]]:
    """Return the rules as people read them, step by step."""
    groups: dict[str, list[ShownRule]] = {}
    for row in rows:
        groups.setdefault(row.step, []).append(names.shown(row))
    return [(names.step(step), shown) for step, shown in groups.items()]


def _cell(row: Row | None) -> tuple[str, bool]:
    if row is None:
        return "", False
    return length(row.limit_seconds, row.clock, is_back=row.counts_back), row.is_statutory
