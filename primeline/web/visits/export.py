"""Coverage as a file: the rows that the page shows, marked with who made it, on record."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.customers.choices import Tier
from primeline.customers.queries import outline, within
from primeline.kit import clock
from primeline.kit.spreadsheets import Line
from primeline.staff.choices import Permission
from primeline.visits.choices import ActionState
from primeline.visits.queries import coverage_rows
from primeline.web import downloads, exports
from primeline.web.formats import day, label_of
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.visits.coverage import LEAD, read
from primeline.web.visits.words import action_state_words

if TYPE_CHECKING:
    from primeline.visits.models import ServiceAction

MOST = 50_000


@page(Permission.EXPORT_CUSTOMERS, methods=("POST",))
def export(request: PersonRequest, form: str) -> HttpResponseBase:
    """Make a file of what the address asks for; restricted accounts are in no file."""
    exports.demand_form(form)
    if not request.reach.may(LEAD):
        raise PermissionDenied
    at = clock.now()
    may = within(request.reach, Permission.EXPORT_CUSTOMERS, prefix="customer__")
    found = coverage_rows(request.reach, read(request), at=at)
    allowed = found.filter(may, customer__is_restricted=False)
    rows = list(allowed[:MOST])
    found_count = allowed.count() if len(rows) == MOST else len(rows)
    exports.note(request, form, kind="visits", count=len(rows), at=at)
    lines = list(_lines(request, rows, at, found_count))
    return exports.answer(form, lines, kind="visits", title=_("Coverage"), at=at)


def _lines(
    request: PersonRequest, rows: "list[ServiceAction]", at: datetime, found_count: int
) -> Iterator[Line]:
    words = ngettext(
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s row · %(request)s",
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s rows · %(request)s",
        len(rows),
    )
    mark = exports.mark(request, words, count=len(rows), at=at)
    yield downloads.origin(mark, shown=len(rows), found=found_count)
    yield [
        _("Account"), _("Tier"), _("Action"), _("From"), _("Last day"), _("Planned for"),
        _("Who"), _("Unit"), _("How it stands"),
    ]  # fmt: skip
    for one in rows:
        who = one.person or one.customer.account_manager
        yield [
            outline(one.customer.display_name),
            label_of(Tier, one.tier),
            one.standard.step.name,
            day(one.period_from),
            day(one.period.last),
            day(one.planned_date),
            who.name if who is not None else "",
            one.customer.owner_unit.name,
            action_state_words(ActionState(one.state_now)),  # type: ignore[attr-defined]
        ]
