"""The board of a unit as a file: exactly what it shows, marked with who made it, on record."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.commitments.queries.boards import board_rows, in_files
from primeline.customers.choices import Tier
from primeline.customers.queries import outline
from primeline.kit import clock
from primeline.kit.spreadsheets import Line
from primeline.staff.choices import Permission
from primeline.web import downloads, exports
from primeline.web.formats import label_of, moment
from primeline.web.matters.board import LEAD, MOST_IN_FILE, read
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
    at = clock.now()
    found = board_rows(request.reach, read(request), at=at)
    allowed = found.filter(in_files(request.reach))
    rows = list(allowed[:MOST_IN_FILE])
    found_count = allowed.count() if len(rows) == MOST_IN_FILE else len(rows)
    exports.note(request, form, kind="matters", count=len(rows), at=at)
    lines = list(_lines(request, rows, at, found_count))
    return exports.answer(form, lines, kind="matters", title=_("Unit board"), at=at)


def _lines(
    request: PersonRequest, rows: "list[Commitment]", at: datetime, found_count: int
) -> Iterator[Line]:
    words = ngettext(
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s matter · %(request)s",
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s matters · %(request)s",
        len(rows),
    )
    mark = exports.mark(request, words, count=len(rows), at=at)
    yield downloads.origin(mark, shown=len(rows), found=found_count)
    yield [
        _("Matter"), _("Account"), _("Tier"), _("What is owed"), _("Who owes it"), _("Unit"),
        _("Since"), _("By when"), _("How it stands"), _("Limit"), _("Citation"),
    ]  # fmt: skip
    for one in rows:
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
