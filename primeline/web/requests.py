"""The request that a page receives, for type hints; Django builds the real one."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from primeline.staff.reach import Reach

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from primeline.staff.models import Person


class PersonRequest(HttpRequest):
    """A request from somebody signed in, whose reach is known."""

    user: "Person"
    reach: Reach
    htmx: "HtmxDetails"
    request_id: str
