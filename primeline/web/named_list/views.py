"""The named-account list: looked at, taken out as a file, and given new managers."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.customers import actions as customers_room
from primeline.customers import queries as customers
from primeline.customers.choices import Tier
from primeline.kit import clock
from primeline.kit.errors import Refused
from primeline.kit.sent import whole_number
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach
from primeline.tiers import queries as tiers
from primeline.tiers.choices import Alarm, ListChoice
from primeline.web import exports, loads
from primeline.web.formats import localname
from primeline.web.named_list import listing
from primeline.web.named_list.forms import MOST, AssignmentForm
from primeline.web.named_list.words import answer
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer


@page(Permission.VIEW_FIGURES)
def named_accounts(request: PersonRequest) -> HttpResponse:
    """Show the key accounts within reach with their people, gaps first."""
    return _show(request)


@page(Permission.ASSIGN_MANAGERS, methods=("POST",))
def assignments(request: PersonRequest) -> HttpResponse:
    """Give the accounts that were ticked to a manager, in one recorded act."""
    at = clock.now()
    form = AssignmentForm(request.POST, reach=request.reach, today=timezone.localdate(at))
    sent = map(whole_number, request.POST.getlist("account"))
    ticked = [pk for pk in sent if pk is not None]
    if not 0 < len(ticked) <= MOST:
        form.add_error(None, _("Tick between 1 and %(most)s accounts.") % {"most": MOST})
    within_reach = customers.visible_to(request.reach, Permission.ASSIGN_MANAGERS)
    chosen = list(within_reach.filter(pk__in=ticked).select_related("account_manager"))
    if len(chosen) != len(set(ticked)):
        form.add_error(
            None, _("Some of these accounts are not within your reach. Reload the list.")
        )
    if form.is_valid():
        try:
            moved = _assigned(request, form, chosen, at)
        except Refused as refused:
            form.add_error(_field_of(refused, form), str(refused))
        else:
            said = ngettext(
                "%(count)s account has a new manager.",
                "%(count)s accounts have a new manager.",
                moved,
            )
            messages.success(request, said % {"count": moved})
            return redirect(_back(request))
    return _show(request, form=form, ticked=ticked, status=422)


def _assigned(
    request: PersonRequest, form: AssignmentForm, chosen: "list[Customer]", at: datetime
) -> int:
    """Give accounts to a manager; above the limit of a load only if that is meant."""
    given = form.cleaned_data
    manager = form.people[given["account_manager"]]
    above = loads.checked(
        request.reach,
        manager.pk,
        [one.pk for one in chosen],
        is_meant=given["is_overload_meant"],
        today=timezone.localdate(at),
    )
    return customers_room.reassign_customers(
        customers=chosen,
        account_manager=manager,
        deputy=form.people.get(given["deputy"]),
        reason=loads.reason_above(above, given["reason"]),
        by=request.user,
        at=at,
    )


@page(Permission.EXPORT_CUSTOMERS, methods=("POST",))
def export(request: PersonRequest, form: str) -> HttpResponseBase:
    """Make a file of the list as it is shown; restricted accounts are in no file."""
    exports.demand_form(form)
    asked, day = listing.read(request).wanted, today()

    def rows(reach: Reach) -> QuerySet[Any]:
        permission = Permission.EXPORT_CUSTOMERS
        found = tiers.named_accounts(reach, asked, today=day, permission=permission)
        return found.filter(is_restricted=False).values(*tiers.NAMED_COLUMNS)

    heads = [
        _("Number"), _("Account"), _("Tier"), _("Unit"), _("Yuan a month"), _("Manager"),
        _("Since"), _("Deputy"), _("Alarm"), _("Named list"), _("Core account"),
    ]  # fmt: skip
    wanted = exports.Export(
        kind="named accounts",
        title=_("Named accounts"),
        mark=_mark,
        heads=heads,
        rows=rows,
        told=_lines,
    )
    return exports.sent(request, form, wanted)


def _mark(count: int) -> str:
    return ngettext(
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s account · %(request)s",
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s accounts · %(request)s",
        count,
    )


def _lines(stretch: list[listing.Row], _reach: Reach) -> Iterator[list[Any]]:
    for row in map(listing.shown, stretch):
        yield [
            row["number"],
            customers.outline(row["name"]),
            str(Tier(row["tier"]).label) if row["tier"] else "",
            localname(_named(row, "owner_unit")),
            row["monthly_fee_cents"] / 100,
            localname(_named(row, "account_manager")),
            row["manager_since_date"],
            localname(_named(row, "deputy")),
            str(row["alarm_words"]),
            str(row["list_words"]),
            _("yes") if row["named_listing__is_core"] else "",
        ]


def _field_of(refused: Refused, form: AssignmentForm) -> str | None:
    field = "account_manager" if refused.field == "to" else refused.field
    return field if field in form.fields else None


def _named(row: listing.Row, who: str) -> dict[str, Any]:
    return {"name_zh": row[f"{who}__name_zh"], "name_en": row[f"{who}__name_en"]}


def _show(
    request: PersonRequest,
    *,
    form: AssignmentForm | None = None,
    ticked: list[int] | None = None,
    status: int = 200,
) -> HttpResponse:
    at = clock.now()
    day: date = timezone.localdate(at)
    asked = listing.read(request)
    found = listing.page_of(request, asked, today=day)
    if form is None and listing.may_assign(request):
        form = AssignmentForm(reach=request.reach, today=day)
    context = {
        "asked": asked,
        "page": found,
        "answer": answer(found, at),
        "form": form,
        "ticked": frozenset(ticked or ()),
        "may_export": request.reach.may(Permission.EXPORT_CUSTOMERS),
        "tiers": Tier,
        "alarms": Alarm,
        "lists": ListChoice,
        "at": at,
    }
    return render(request, "web/named_list/list.html", context, status=status)


def _back(request: PersonRequest) -> str:
    query = request.GET.urlencode()
    return reverse("named_accounts") + (f"?{query}" if query else "")
