"""What a version would have done to the matters of the last month."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render

from primeline.commitments import queries as commitments
from primeline.hours import queries as hours
from primeline.kit import clock
from primeline.staff.choices import Permission
from primeline.standards import queries, rules
from primeline.standards.rules import DueOf
from primeline.standards.values import PastCase
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.standards.words import Names

LOOKS_BACK = timedelta(days=30)


@page(Permission.EDIT_POLICY)
def dry_run(request: PersonRequest, number: int) -> HttpResponse:
    """Show, step by step, how many more matters of the last month would have been broken."""
    version, at = queries.get_version(number), clock.now()
    in_force = queries.matrix_at(at)
    cases, is_cut = commitments.past_cases(request.reach, since=at - LOOKS_BACK, until=at)
    trials = rules.try_out(
        cases,
        before=in_force.rows,
        after=queries.rows_of(version.pk),
        due_of=_due_of(cases, at),
        at=at,
    )
    names = Names(request.reach, ())
    context = {
        "version": version,
        "in_force": in_force.number,
        "cases_count": len(cases),
        "more": sum(trial.broken_after - trial.broken_before for trial in trials),
        "trials": [(names.step(trial.step), trial) for trial in trials],
        "since": cases[-1].opened_at if is_cut else at - LOOKS_BACK,
        "is_cut": is_cut,
    }
    return render(request, "web/standards/dry_run.html", context)


def _due_of(cases: Sequence[PastCase], at: datetime) -> Callable[[PastCase], DueOf]:
    units = {case.unit_id for case in cases if case.unit_id is not None}
    calendars = hours.calendars_of(units, at=at)

    def due_of(case: PastCase) -> DueOf:
        return commitments.due_by_rules(case, calendars[case.unit_id or 0])

    return due_of
