"""How whole the records are: the least whole accounts first, by unit, by manager, by month."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.quality import actions, queries
from primeline.quality.choices import RecordPart
from primeline.staff.choices import Permission
from primeline.web import formats
from primeline.web.pages import page, today
from primeline.web.quality.chosen import read
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.quality.models import Condition

SIZE = 50
MOST = 10**6
LINE = "#2f6fd0"


@page(Permission.VIEW_FIGURES)
def records(request: PersonRequest) -> HttpResponse:
    """Show the accounts within reach by how whole their records are, and the sums."""
    start = whole_number(request.GET.get("start") or "0", most=MOST)
    if start is None:
        raise NotFound
    units = queries.by_unit(request.reach)
    managers = queries.by_manager(request.reach)
    days, by_month = queries.stale_days(today=today()), queries.by_month(request.reach)
    is_stale_only = request.GET.get("stale") == "yes"
    chosen = read(request)
    shown = queries.least_whole(
        request.reach,
        unit_path=chosen.unit_path,
        unit_id=chosen.own_unit_id,
        manager_id=chosen.manager_id,
    )
    if is_stale_only:
        shown = queries.records_to_confirm(request.reach, today=today(), days=days)
    found = list(shown[start : start + SIZE + 1])
    context = {
        "rows": [(row, _is_stale(row, days)) for row in found[:SIZE]],
        "start": start,
        "size": SIZE,
        "next_start": start + SIZE if len(found) > SIZE else None,
        "count": (
            shown.count()
            if is_stale_only or chosen.is_part
            else sum(one.accounts_count for one in units)
        ),
        "chosen": chosen,
        "is_stale_only": is_stale_only,
        "answer": _answer(queries.sums_of(shown) if chosen.is_part else units),
        "units": units,
        "managers": managers,
        "by_month": by_month,
        "chart_options": chart_of(by_month),
        "parts": RecordPart,
        "may_edit": request.reach.may(Permission.EDIT_CUSTOMERS),
    }
    return render(request, "web/quality/records.html", context)


@page(Permission.EDIT_CUSTOMERS, methods=("POST",))
def confirmation(request: PersonRequest, number: str) -> HttpResponse:
    """Confirm that the record of an account is right today."""
    customer = customers.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    actions.confirm_record(customer=customer, by=request.user, at=clock.now())
    messages.success(request, _("Confirmed: the record is right as of today."))
    return redirect("accounts:account", number)


def _is_stale(row: "Condition", days: dict[str, int]) -> bool:
    return (today() - row.fresh_date).days > days[row.customer.tier]


def _answer(units: list[queries.Wholeness]) -> str:
    accounts = sum(one.accounts_count for one in units)
    if not accounts:
        return ""
    points = round(sum(one.points_sum for one in units) / accounts)
    text = ngettext(
        "The record of %(count)s account is whole to %(points)s of 100.",
        "The records of %(count)s accounts are whole to %(points)s of 100.",
        accounts,
    )
    return text % {"count": f"{accounts:,}", "points": points}


def chart_of(by_month: list[tuple[date, int]]) -> dict[str, Any]:
    """Return how whole records were month by month as a line."""
    return {
        "grid": {"left": 40, "right": 16, "top": 16, "bottom": 28},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": [formats.month(month) for month, score in by_month]},
        "yAxis": {"type": "value", "min": 0, "max": 100},
        "series": [{"type": "line", "data": [score for month, score in by_month], "color": LINE}],
    }
