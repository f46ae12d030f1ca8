"""Calendar feeds: making and revoking one's address, and what a calendar program reads there."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from primeline.audit import walls
from primeline.customers.queries import reach_now
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.privacy.readers import reading_as
from primeline.staff.choices import Permission
from primeline.visits import actions, queries
from primeline.web.formats import moment
from primeline.web.pages import open_to_all, page
from primeline.web.requests import PersonRequest
from primeline.web.rosters.calendar import duty_events
from primeline.web.session.throttle import source_of

if TYPE_CHECKING:
    from primeline.staff.models import Person
    from primeline.visits.models import ServiceAction

SEE = Permission.VIEW_COMMITMENTS
AHEAD = timedelta(days=62)
ONE_DAY = timedelta(days=1)
# Programs read a feed every quarter of an hour; whoever reads more often guesses or is broken.
MOST_READS, WITHIN_SECONDS = 30, 60


@page(SEE)
def feed(request: PersonRequest) -> HttpResponse:
    """Show whether the reader has a feed; its address is shown once, when it is made."""
    return render(request, "web/visits/feed.html", {"feed": queries.feed_of(request.user)})


@page(SEE, methods=("POST",))
def new(request: PersonRequest) -> HttpResponse:
    """Make an address and show it, this once; the one before leads nowhere from now on."""
    token = actions.make_feed(person=request.user, by=request.user, at=clock.now())
    address = request.build_absolute_uri(f"/visits/feed/{token}.ics")
    context = {"feed": queries.feed_of(request.user), "address": address}
    response = render(request, "web/visits/feed.html", context)
    response["Cache-Control"] = "no-store"
    return response


@page(SEE, methods=("POST",))
def revocation(request: PersonRequest) -> HttpResponse:
    """Make the address lead nowhere."""
    actions.revoke_feed(person=request.user, by=request.user, at=clock.now())
    messages.success(request, _("Revoked. The address leads nowhere any more."))
    return redirect("visits:feed")


@open_to_all
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Return a person's visits, calls and shifts to a calendar program that knows the secret.

    It opens nothing else: no session begins, and the reach is that of the moment.
    """
    if _reads_too_often(request):
        return HttpResponse(status=429, headers={"Retry-After": str(WITHIN_SECONDS)})
    at = clock.now()
    try:
        person = queries.reader_of(token)
    except NotFound as missing:
        raise Http404 from missing
    reach = reach_now(person, at=at)
    # Individuals are told by their outline: a calendar lies on telephones and in clouds.
    with walls.open_for(reach), reading_as(()), translation.override(person.language):
        rows = list(queries.upcoming_of(reach, at=at, ahead=AHEAD))
        host = request.get_host()
        duties = list(duty_events(reach, host, at=at, ahead=AHEAD))
        content = _calendar(rows, duties, host, at, reader=person)
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"},
    )


def _calendar(
    rows: "list[ServiceAction]", duties: list[Event], host: str, at: datetime, *, reader: "Person"
) -> bytes:
    found = Calendar()
    found.add("prodid", "-//Primeline//Visits, calls and shifts//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", _("Visits, calls and shifts"))
    found.add("x-wr-caldesc", _made_for(reader, at))
    for row in rows:
        if row.planned_date is None:
            continue
        event = Event()
        event.add("uid", f"service-action-{row.pk}@{host}")
        event.add("sequence", row.version)
        event.add("dtstamp", at.astimezone(UTC))
        event.add("dtstart", row.planned_date)
        event.add("dtend", row.planned_date + ONE_DAY)
        event.add("summary", f"{row.standard.step.name} · {row.customer.display_name}")
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        found.add_component(event)
    for duty in duties:
        found.add_component(duty)
    content: bytes = found.to_ical()
    return content


def _made_for(reader: "Person", at: datetime) -> str:
    """Return who reads it and when, as it stands in every file that leaves the house."""
    words = _("Read by the address of %(name)s (%(username)s) at %(at)s")
    return words % {"name": reader.name, "username": reader.username, "at": moment(at)}


def _reads_too_often(request: HttpRequest) -> bool:
    """Count what one address reads here, each process for itself."""
    key = f"visits.feed.{source_of(request)}"
    if cache.add(key, 1, WITHIN_SECONDS):
        return False
    try:
        return int(cache.incr(key)) > MOST_READS
    except ValueError:
        # It ran out between the two.
        return False
