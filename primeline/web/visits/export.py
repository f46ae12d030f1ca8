"""Coverage as a file: the rows that the page shows, marked with who made it, on record."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from primeline.customers.choices import Tier
from primeline.customers.queries import outline, within
from primeline.kit import clock
from primeline.kit.spreadsheets import Line
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach
from primeline.visits.choices import ActionState
from primeline.visits.queries import coverage_rows
from primeline.web import exports
from primeline.web.formats import day, label_of
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.visits.coverage import LEAD, read
from primeline.web.visits.words import action_state_words

if TYPE_CHECKING:
    from primeline.visits.models import ServiceAction


@page(Permission.EXPORT_CUSTOMERS, methods=("POST",))
def export(request: PersonRequest, form: str) -> HttpResponseBase:
    """Make a file of what the address asks for; restricted accounts are in no file."""
    exports.demand_form(form)
    if not request.reach.may(LEAD):
        raise PermissionDenied
    at, asked = clock.now(), read(request)

    def rows(reach: Reach) -> QuerySet["ServiceAction"]:
        may = within(reach, Permission.EXPORT_CUSTOMERS, prefix="customer__")
        return coverage_rows(reach, asked, at=at).filter(may, customer__is_restricted=False)

    heads = [
        _("Account"), _("Tier"), _("Action"), _("From"), _("Last day"), _("Planned for"),
        _("Who"), _("Unit"), _("How it stands"),
    ]  # fmt: skip
    wanted = exports.Export(
        kind="visits",
        title=_("Coverage"),
        mark=exports.mark_of_rows,
        heads=heads,
        rows=rows,
        told=_lines,
    )
    return exports.sent(request, form, wanted)


def _lines(stretch: "list[ServiceAction]", _reach: Reach) -> Iterator[Line]:
    for one in stretch:
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
