"""Lists of matters as files: exactly what they show, marked with who made it, on record."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from primeline.commitments.choices import Lane
from primeline.commitments.queries.boards import board_rows, in_files
from primeline.commitments.queries.flight import heard_of
from primeline.commitments.queries.tallies import tally_rows
from primeline.customers.choices import Tier
from primeline.customers.queries import outline
from primeline.kit import clock
from primeline.kit.spreadsheets import Line
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach
from primeline.web import exports
from primeline.web.formats import day, label_of, moment
from primeline.web.matters import board, flight, views
from primeline.web.matters import outcomes as tallied
from primeline.web.matters.board import LEAD, read
from primeline.web.matters.lines import owner_words, rule_of
from primeline.web.matters.since import seen
from primeline.web.matters.stages import stage_words
from primeline.web.matters.words import state_words
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.commitments.models import Commitment


HEADS = (
    gettext_lazy("Matter"), gettext_lazy("Account"), gettext_lazy("Tier"),
    gettext_lazy("What is owed"), gettext_lazy("Who owes it"), gettext_lazy("Unit"),
    gettext_lazy("Since"), gettext_lazy("By when"), gettext_lazy("How it stands"),
    gettext_lazy("Limit"), gettext_lazy("Citation"), gettext_lazy("Last word to the customer"),
)  # fmt: skip
PROMISES = (
    pgettext_lazy("promises", "Lane"), pgettext_lazy("promises", "Stage"),
    gettext_lazy("Promised by"), gettext_lazy("Expected by"),
    pgettext_lazy("matter", "Chased"),
)  # fmt: skip
Rows = Callable[[Reach], "QuerySet[Commitment]"]
Told = Callable[["list[Commitment]", Reach], Iterator[Line]]


@page(Permission.EXPORT_CUSTOMERS, methods=("POST",))
def export(request: PersonRequest, form: str) -> HttpResponseBase:
    """Make a file of the matters of a board that the address asks for."""
    exports.demand_form(form)
    _demand(request, LEAD)
    at = clock.now()
    asked = replace(read(request), news=seen(request, board.PAGE, at).wanted)

    def rows(reach: Reach) -> QuerySet["Commitment"]:
        return board_rows(reach, asked, at=at)

    return _file(request, form, rows, at, kind="matters", title=_("Unit board"))


@page(Permission.EXPORT_CUSTOMERS, methods=("POST",))
def outcomes(request: PersonRequest, form: str) -> HttpResponseBase:
    """Make a file of the matters behind the figures that the address asks for."""
    exports.demand_form(form)
    _demand(request, LEAD)
    at = clock.now()
    asked = tallied.read(request, at)

    def rows(reach: Reach) -> QuerySet["Commitment"]:
        return tally_rows(reach, asked)

    return _file(request, form, rows, at, kind="outcomes", title=_("Kept and owed"))


@page(Permission.EXPORT_CUSTOMERS, methods=("POST",))
def mine(request: PersonRequest, form: str) -> HttpResponseBase:
    """Make a file of what the reader owes, as far as the address asks for it."""
    exports.demand_form(form)
    _demand(request, views.SEE)
    at, group = clock.now(), views.chosen_group(request)
    since = seen(request, views.PAGE, at).wanted

    def rows(reach: Reach) -> QuerySet["Commitment"]:
        return views.owed_rows(reach, at=at, group=group, since=since)

    return _file(request, form, rows, at, kind="owed", title=_("What I owe"))


@page(Permission.EXPORT_CUSTOMERS, methods=("POST",))
def promises(request: PersonRequest, form: str) -> HttpResponseBase:
    """Make a file of what the reader's customers wait for, as far as the address asks for it."""
    exports.demand_form(form)
    _demand(request, flight.SEE)
    at, lane, beside = clock.now(), flight.chosen_lane(request), flight.cadence()
    since = seen(request, flight.PAGE, at).wanted

    def rows(reach: Reach) -> QuerySet["Commitment"]:
        return flight.promised(reach, at=at, beside=beside, lane=lane, since=since)

    def told(stretch: "list[Commitment]", _reach: Reach) -> Iterator[Line]:
        shown = flight.shown(stretch)
        for one, line in zip(stretch, _lines(stretch, at), strict=True):
            yield [*line, *_promise(one, shown)]

    title = _("Promises in flight")
    return _file(
        request, form, rows, at, kind="promises", title=title, told=told, heads=(*HEADS, *PROMISES)
    )


def _file(
    request: PersonRequest,
    form: str,
    rows: Rows,
    at: datetime,
    *,
    kind: str,
    title: str,
    told: Told | None = None,
    heads: Sequence[Any] = HEADS,
) -> HttpResponseBase:
    """Return a list of matters as a file; restricted accounts are in no file."""

    def in_file(reach: Reach) -> QuerySet["Commitment"]:
        return rows(reach).filter(in_files(reach))

    def usual(stretch: "list[Commitment]", _reach: Reach) -> Iterator[Line]:
        return _lines(stretch, at)

    wanted = exports.Export(
        kind=kind,
        title=title,
        mark=_mark,
        heads=[str(head) for head in heads],
        rows=in_file,
        told=told or usual,
    )
    return exports.sent(request, form, wanted)


def _demand(request: PersonRequest, permission: Permission) -> None:
    if not request.reach.may(permission):
        raise PermissionDenied


def _promise(one: "Commitment", shown: flight.Shown) -> Line:
    expected = shown.forecasts.get(one.pk)
    stage = shown.stages.get(one.pk)
    promised = moment(shown.told[one.pk]) if one.pk in shown.told else ""
    if flight.is_our_step(one, stage):
        promised = day(stage.promised_day) if stage and stage.promised_day else ""
    return [
        str(Lane(one.lane).label),  # type: ignore[attr-defined]
        stage_words(stage) if stage else "",
        promised,
        moment(expected.expected_at) if expected else "",
        len(shown.chases.get(one.pk, ())),
    ]


def _mark(count: int) -> str:
    return ngettext(
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s matter · %(request)s",
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s matters · %(request)s",
        count,
    )


def _lines(stretch: "list[Commitment]", at: datetime) -> Iterator[Line]:
    heard = heard_of(stretch)
    for one in stretch:
        rule = rule_of(one)
        customer = one.customer
        yield [
            one.number,
            outline(customer.display_name) if customer else "",
            label_of(Tier, customer.tier) if customer and customer.tier else "",
            one.step.name,
            owner_words(one),
            one.unit.name,
            moment(one.opened_at),
            moment(one.due_at),
            state_words(one.state(at)),
            rule.limit,
            rule.citation,
            moment(heard[one.pk]) if one.pk in heard else "",
        ]
