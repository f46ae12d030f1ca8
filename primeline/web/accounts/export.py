"""A list of accounts as a file: exactly what is shown, marked with who made it, and on record."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from primeline.customers import queries as customers
from primeline.customers.choices import DecisionRole, PreferredChannel
from primeline.customers.values import ContactCard
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach
from primeline.web import exports, looking
from primeline.web.accounts import listing
from primeline.web.accounts.columns import in_files
from primeline.web.accounts.listing import Asked
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

PEOPLE = (
    gettext_lazy("Number"),
    gettext_lazy("Account"),
    gettext_lazy("Name"),
    gettext_lazy("Job title"),
    gettext_lazy("Role in decisions"),
    gettext_lazy("Telephone number"),
    gettext_lazy("E-mail"),
    gettext_lazy("Prefers"),
    gettext_lazy("First person to talk to"),
)
# What a file tells of some accounts, row by row.
Told = Callable[[list[dict[str, Any]], Reach], list[list[Any]]]


@page(Permission.EXPORT_CUSTOMERS, methods=("POST",))
def export(request: PersonRequest, form: str) -> HttpResponseBase:
    """Make a file of the accounts that the address asks for."""
    asked = listing.read(request.GET, request.reach)
    columns = in_files(asked.columns)
    heads = [str(column.label) for column in columns]
    day = today()

    def told(chunk: list[dict[str, Any]], _reach: Reach) -> list[list[Any]]:
        shown = [customers.shown(row) for row in chunk]
        rows = listing.completed(shown, asked, today=day)
        return [[column.value(row) for column in columns] for row in rows]

    return _file(request, asked, form, heads, told, kind="accounts", title=_("Accounts"))


@page(Permission.EXPORT_CUSTOMERS, methods=("POST",))
def people(request: PersonRequest, form: str) -> HttpResponseBase:
    """Make a file of the people at the accounts that the address asks for, masked as on pages."""
    asked = listing.read(request.GET, request.reach)
    heads = [str(head) for head in PEOPLE]

    def told(chunk: list[dict[str, Any]], reach: Reach) -> list[list[Any]]:
        rows = [customers.shown(row) for row in chunk]
        cards = customers.people_in_post([row["id"] for row in rows], reach)
        return [_person(row, card) for row in rows for card in cards.get(row["id"], ())]

    return _file(request, asked, form, heads, told, kind="contacts", title=_("Contacts"))


def _person(row: dict[str, Any], card: ContactCard) -> list[Any]:
    return [
        row["number"],
        row["display_name"],
        card.name,
        card.job_title,
        DecisionRole(card.decision_role).label if card.decision_role else "",
        card.phone,
        card.email,
        PreferredChannel(card.preferred_channel).label if card.preferred_channel else "",
        _("yes") if card.is_primary else _("no"),
    ]


def _file(
    request: PersonRequest,
    asked: Asked,
    form: str,
    heads: Sequence[str],
    told: Told,
    *,
    kind: str,
    title: str,
) -> HttpResponseBase:
    exports.demand_form(form)
    rows = partial(_rows, asked)
    if granted := request.reach.granted_ids:
        opened = rows(request.reach).filter(pk__in=granted)
        looking.note_rows(request, opened.values_list("pk", flat=True), "export")
    wanted = exports.Export(kind=kind, title=title, mark=_mark, heads=heads, rows=rows, told=told)
    return exports.sent(request, form, wanted)


def _rows(asked: Asked, reach: Reach) -> QuerySet[Any]:
    # Restricted accounts are in no file, whoever asks for it.
    rows = customers.matching(reach, asked.wanted, Permission.EXPORT_CUSTOMERS)
    return customers.in_order(rows.filter(is_restricted=False), asked.sorting)


def _mark(count: int) -> str:
    return ngettext(
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s account · %(request)s",
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s accounts · %(request)s",
        count,
    )
