"""A list of accounts as a file: exactly what is shown, marked with who made it, and on record."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.http import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from primeline.audit import walls
from primeline.customers import queries as customers
from primeline.customers.choices import DecisionRole, PreferredChannel
from primeline.customers.values import ContactCard
from primeline.kit import clock
from primeline.staff.choices import Permission
from primeline.web import exports, looking
from primeline.web.accounts import listing
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
Rows = Callable[[list[dict[str, Any]]], list[list[Any]]]


@page(Permission.EXPORT_CUSTOMERS, methods=("POST",))
def export(request: PersonRequest, form: str) -> HttpResponseBase:
    """Make a file of the accounts that the address asks for."""
    asked = listing.read(request.GET, request.reach)
    heads = [str(column.label) for column in asked.columns]
    day = today()

    def told(chunk: list[dict[str, Any]]) -> list[list[Any]]:
        rows = listing.completed(chunk, asked, today=day)
        return [[column.value(row) for column in asked.columns] for row in rows]

    return _file(request, asked, form, heads, told, kind="accounts", title=_("Accounts"))


@page(Permission.EXPORT_CUSTOMERS, methods=("POST",))
def people(request: PersonRequest, form: str) -> HttpResponseBase:
    """Make a file of the people at the accounts that the address asks for, masked as on pages."""
    asked = listing.read(request.GET, request.reach)
    heads = [str(head) for head in PEOPLE]

    def told(chunk: list[dict[str, Any]]) -> list[list[Any]]:
        cards = customers.people_in_post([row["id"] for row in chunk], request.reach)
        return [_person(row, card) for row in chunk for card in cards.get(row["id"], ())]

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
    heads: list[str],
    told: Rows,
    *,
    kind: str,
    title: str,
) -> HttpResponseBase:
    exports.demand_form(form)
    at = clock.now()
    rows = customers.matching(request.reach, asked.wanted, Permission.EXPORT_CUSTOMERS)
    # Restricted accounts are in no file, whoever asks for it.
    rows = rows.filter(is_restricted=False)
    count = rows.order_by().count()
    exports.note(request, form, kind=kind, count=count, at=at)
    if granted := request.reach.granted_ids:
        looking.note_rows(
            request, rows.filter(pk__in=granted).values_list("pk", flat=True), "export"
        )
    chunks = customers.all_of(rows, asked.sorting)
    lines = _lines(request, chunks, [[_mark(request, count, at)], heads], told)
    return exports.answer(form, lines, kind=kind, title=title, at=at)


def _mark(request: PersonRequest, count: int, at: datetime) -> str:
    words = ngettext(
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s account · %(request)s",
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s accounts · %(request)s",
        count,
    )
    return exports.mark(request, words, count=count, at=at)


def _lines(
    request: PersonRequest,
    chunks: Iterator[list[dict[str, Any]]],
    heads: list[list[Any]],
    told: Rows,
) -> Iterator[list[Any]]:
    language = translation.get_language() or "en"
    yield from heads
    while True:
        # The file is sent when the page is long over: wall and language are opened anew.
        with walls.open_for(request.reach), translation.override(language):
            chunk = next(chunks, [])
            made = told(chunk) if chunk else []
        if not chunk:
            return
        yield from made
