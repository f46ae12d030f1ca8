"""The timeline of an account: what is asked of it, and the next stretch as one scrolls on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render

from primeline.customers import queries as customers
from primeline.customers.choices import TimelineTopic
from primeline.kit.errors import NotFound
from primeline.products import queries as products
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach
from primeline.standards import queries as standards
from primeline.web.days import day_in
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer

Context = dict[str, Any]
# What it takes, beside seeing the account, to read of a topic.
NEEDED: Mapping[TimelineTopic, Permission] = {
    TimelineTopic.MATTERS: Permission.VIEW_COMMITMENTS,
    TimelineTopic.LOOKS: Permission.VIEW_LOOKS,
    TimelineTopic.RESTRICTION: Permission.RESTRICT_CUSTOMERS,
}
# An account that is opened for a time is opened with what is owed to it.
READ_BY_GRANT = frozenset({TimelineTopic.MATTERS})


def pane(request: PersonRequest, customer: "Customer") -> Context:
    """Return what the pane shows: a stretch of the timeline, and how it is filtered."""
    wanted = _wanted(request, permitted(customer, request.reach))
    stretch = customers.timeline_of(customer, after=request.GET.get("after"), wanted=wanted)
    return {
        "page": stretch,
        "wanted": wanted,
        "is_filtered": bool(wanted.topic or wanted.from_date or wanted.to_date),
        **words_for(stretch.lines),
    }


@page(Permission.VIEW_CUSTOMERS)
def older_lines(request: PersonRequest, number: str) -> HttpResponse:
    """Show the next stretch of a timeline, for scrolling on."""
    customer = customers.get_customer(request.reach, number)
    if "after" not in request.GET:
        raise NotFound
    context = {"customer": customer, **pane(request, customer)}
    return render(request, "web/accounts/timeline_lines.html", context)


def words_for(lines: Sequence[customers.ToldLine]) -> Context:
    """Return the names that sentences of a timeline are filled with."""
    return {
        "line_names": line_names(),
        "step_names": _step_names(lines),
        "reason_names": {one.code: one.name for one in products.termination_reasons()},
        "actors": staff.names_of({name for line in lines for name in _named_in(line)}),
    }


def line_names() -> dict[str, str]:
    """Return what lines of business are called, by their codes."""
    return {line.code: line.name for line in products.lines(only_active=False)}


def _named_in(line: customers.ToldLine) -> Iterator[str]:
    """Return whom a line may name: who did it, and whom it was done with."""
    for name in (line.by_name, *(line.words.get(key) for key in ("who", "from", "to"))):
        if isinstance(name, str):
            yield name
        elif isinstance(name, list):
            yield from name


def _step_names(lines: Sequence[customers.ToldLine]) -> dict[str, str]:
    """Return what is owed in words, by its code, if one of the lines tells of it."""
    if not any("step" in line.words for line in lines):
        return {}
    return {step.code: step.name for step in standards.steps(is_active=None)}


def permitted(customer: "Customer", reach: Reach) -> customers.TimelineFilter:
    """Return all of a timeline that is open to this reader."""
    closed = {
        topic
        for topic, permission in NEEDED.items()
        if not customers.holds_for(customer, reach, permission, with_granted=topic in READ_BY_GRANT)
    }
    if not customers.includes_contacts(customer, reach):
        closed.add(TimelineTopic.CONTACTS)
    if customer.is_restricted:
        # Whoever sees it while it is hidden is cleared for it.
        closed.discard(TimelineTopic.RESTRICTION)
    return customers.TimelineFilter(
        closed=frozenset(closed), with_internal=customers.sees_dossier(customer, reach)
    )


def _wanted(request: PersonRequest, within: customers.TimelineFilter) -> customers.TimelineFilter:
    """Return how the timeline is filtered; what an address says wrongly does not limit it."""
    said = request.GET
    topic = said.get("topic", "")
    return replace(
        within,
        topic=TimelineTopic(topic) if topic in within.topics else None,
        from_date=day_in(said.get("from", "")),
        to_date=day_in(said.get("to", "")),
    )
