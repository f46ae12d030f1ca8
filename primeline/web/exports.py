"""Lists taken out as files: whole, on record, marked with who took them, in the form asked for.

A list is fixed as numbers when it is asked for, eight bytes a row, and told in stretches while it
is sent. Each stretch asks the list's own question anew, with the reach of that moment.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponseBase, QueryDict
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.audit import actions as audit
from primeline.audit import walls
from primeline.customers.queries import reach_now
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.kit.spreadsheets import Line
from primeline.privacy import masks
from primeline.privacy.readers import reading_as
from primeline.staff.reach import Reach
from primeline.web import downloads, formats
from primeline.web.formats import moment
from primeline.web.requests import PersonRequest

FORMS: Final = ("csv", "xlsx")
# How the record keeps what a list was taken out for: this, the form and what was asked for.
EXPORT: Final = "EXPORT"
ROWS_AT_ONCE = 1000
NUMBERS_AT_ONCE: Final = 20_000


@dataclass(frozen=True, kw_only=True)
class Export:
    """A list as a file has it: its question, what it says of a stretch of rows, its words."""

    kind: str
    title: str
    mark: Callable[[int], str]
    """Who took so many of them, with the names that `%` fills in."""
    heads: Sequence[str]
    rows: Callable[[Reach], QuerySet[Any]]
    """The question of the list, in its order, for a reach; of models or of rows with an `id`."""
    told: Callable[[list[Any], Reach], Iterable[Line]]


def demand_form(form: str) -> None:
    """Refuse a form that no file has.

    :raises NotFound: if it is neither CSV nor a workbook
    """
    if form not in FORMS:
        raise NotFound


def sent(request: PersonRequest, form: str, wanted: Export) -> HttpResponseBase:
    """Put on record who takes out a list, and return it as a file that is made as it is sent.

    :raises NotFound: if no file has this form
    """
    demand_form(form)
    at = clock.now()
    numbers = _numbers(wanted.rows(request.reach))
    audit.look(
        subject_kind=wanted.kind,
        # A key, worded for whoever reads the record, and not in the language of who exported.
        purpose=f"{EXPORT} {form} {_asked(request.GET)}".strip(),
        rows_count=len(numbers),
        by=request.user,
        at=at,
    )
    mark = wanted.mark(len(numbers)) % {
        "name": request.user.name,
        "username": request.user.username,
        "at": moment(at),
        "count": formats.count(len(numbers)),
        "request": request.request_id,
    }
    name = f"{wanted.kind.replace(' ', '-')}-{timezone.localtime(at):%Y%m%d-%H%M}"
    lines = _lines(request, wanted, numbers, mark)
    if form == "csv":
        return downloads.as_csv(name, lines)
    return downloads.as_workbook(name, lines, title=wanted.title)


def _asked(asked: QueryDict) -> str:
    """Return what a list was asked by, for the record, but nothing that was typed: it may be what
    somebody is called or known by, whom the record would hold when they are long erased.
    """
    said = [
        (name, masks.HIDDEN if name == "q" and value else value)
        for name, values in asked.lists()
        for value in values
    ]
    return urlencode(said)


def _numbers(rows: QuerySet[Any]) -> "array[int]":
    """Return the keys of all rows in their order, as small as memory holds them."""
    keys = rows.prefetch_related(None).values_list("pk", flat=True)
    return array("q", keys.iterator(chunk_size=NUMBERS_AT_ONCE))


def _lines(
    request: PersonRequest, wanted: Export, numbers: "array[int]", mark: str
) -> Iterator[Line]:
    language, zone = translation.get_language() or "en", timezone.get_current_timezone()
    yield [mark]
    yield wanted.heads
    told_count = gone_count = 0
    for start in range(0, len(numbers), ROWS_AT_ONCE):
        asked = numbers[start : start + ROWS_AT_ONCE]
        # The file is sent when the page is long over: all that held there is set anew.
        with translation.override(language), timezone.override(zone), _reading(request) as reach:
            found = _in_order(wanted.rows(reach), asked)
            made = list(wanted.told(found, reach))
            is_over = len(found) < len(asked) and _has_shrunk(request.reach, reach)
            ending = _ended(told_count + len(found), len(numbers)) if is_over else []
        yield from made
        if is_over:
            yield ending
            return
        told_count += len(found)
        gone_count += len(asked) - len(found)
    if gone_count:
        with translation.override(language):
            ending = _changed(gone_count)
        yield ending


@contextmanager
def _reading(request: PersonRequest) -> Iterator[Reach]:
    """Open the wall for as far as the reader reaches now; files name people as outlines."""
    request.user.refresh_from_db(fields=["is_active"])
    reach = reach_now(request.user, at=clock.now())
    with walls.open_for(reach), reading_as(()):
        yield reach


def _in_order(rows: QuerySet[Any], asked: "array[int]") -> list[Any]:
    found = {_key(row): row for row in rows.order_by().filter(pk__in=asked.tolist())}
    return [found[key] for key in asked if key in found]


def _key(row: Any) -> int:
    key: int = row["id"] if isinstance(row, dict) else row.pk
    return key


def _has_shrunk(before: Reach, now: Reach) -> bool:
    """Test whether anything of a reach is there no longer."""
    return bool(
        set(before.bounds) - set(now.bounds)
        or before.named_ids - now.named_ids
        or before.cleared_ids - now.cleared_ids
        or before.granted_ids - now.granted_ids
    )


def _ended(told_count: int, count: int) -> Line:
    words = _(
        "NOT WHOLE: ended at %(at)s after %(told)s of %(count)s, when less was open to you "
        "than at the beginning; ask for the file again"
    )
    told, whole = formats.count(told_count), formats.count(count)
    return [words % {"at": moment(clock.now()), "told": told, "count": whole}]


def _changed(count: int) -> Line:
    words = ngettext(
        "%(count)s row is not here: it left the list while this file was made",
        "%(count)s rows are not here: they left the list while this file was made",
        count,
    )
    return [words % {"count": formats.count(count)}]


def mark_of_rows(count: int) -> str:
    """Return the first line of a file of rows that have no name of their own."""
    return ngettext(
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s row · %(request)s",
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s rows · %(request)s",
        count,
    )
