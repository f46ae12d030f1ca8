"""What a replay has found as a file: each way in which cases went, and how it fits."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from primeline.kit.spreadsheets import Line
from primeline.processes import queries as processes
from primeline.replays import queries
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach
from primeline.web import exports
from primeline.web.pages import page
from primeline.web.replays.words import variant_row
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.replays.models import ReplayVariant


@page(Permission.EDIT_POLICY, methods=("POST",))
def export(request: PersonRequest, replay_id: int, form: str) -> HttpResponseBase:
    """Make a file of all ways in which the cases of a log went, or of those that deviate so."""
    exports.demand_form(form)
    shown = queries.get_replay(replay_id)
    drawing, activities = processes.drawn(shown.edition), shown.log.activities

    def rows(_reach: Reach) -> QuerySet["ReplayVariant"]:
        return queries.variants_of(shown, request.GET.get("deviation", ""))

    def told(stretch: "list[ReplayVariant]", _reach: Reach) -> Iterator[Line]:
        for row in (variant_row(one, activities, drawing) for one in stretch):
            yield [
                row["number"],
                row["cases"],
                " → ".join(row["steps"]),
                round(row["fitness"], 4),
                *row["counts"],
                row["median"],
                "; ".join(row["deviations"]),
                "; ".join(row["examples"]),
            ]

    heads = [
        _("Number"), _("Cases"), _("What was done"), _("Fitness"), _("Produced"), _("Consumed"),
        _("Missing"), _("Remaining"), _("Median duration"), _("Deviations"), _("For example"),
    ]  # fmt: skip
    wanted = exports.Export(
        kind="replay",
        title=_("Replay"),
        mark=exports.mark_of_rows,
        heads=heads,
        rows=rows,
        told=told,
    )
    return exports.sent(request, form, wanted)
