"""The board of a unit as a file: exactly what it shows, marked with who made it, on record."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.commitments.queries.boards import board_rows, in_files
from primeline.customers.choices import Tier
from primeline.customers.queries import outline
from primeline.kit import clock
from primeline.kit.spreadsheets import Line
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach
from primeline.web import exports
from primeline.web.formats import label_of, moment
from primeline.web.matters.board import LEAD, read
from primeline.web.matters.lines import owner_words, rule_of
from primeline.web.matters.words import state_words
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.commitments.models import Commitment


@page(Permission.EXPORT_CUSTOMERS, methods=("POST",))
def export(request: PersonRequest, form: str) -> HttpResponseBase:
    """Make a file of the matters that the address asks for; restricted accounts are in no file."""
    exports.demand_form(form)
    if not request.reach.may(LEAD):
        raise PermissionDenied
    at, asked = clock.now(), read(request)

    def rows(reach: Reach) -> QuerySet["Commitment"]:
        return board_rows(reach, asked, at=at).filter(in_files(reach))

    def told(stretch: "list[Commitment]", _reach: Reach) -> Iterator[Line]:
        return _lines(stretch, at)

    heads = [
        _("Matter"), _("Account"), _("Tier"), _("What is owed"), _("Who owes it"), _("Unit"),
        _("Since"), _("By when"), _("How it stands"), _("Limit"), _("Citation"),
    ]  # fmt: skip
    wanted = exports.Export(
        kind="matters", title=_("Unit board"), mark=_mark, heads=heads, rows=rows, told=told
    )
    return exports.sent(request, form, wanted)


def _mark(count: int) -> str:
    return ngettext(
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s matter · %(request)s",
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s matters · %(request)s",
        count,
    )


def _lines(stretch: "list[Commitment]", at: datetime) -> Iterator[Line]:
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
        ]
