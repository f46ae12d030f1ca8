"""The places a person may go to, and small helpers for addresses."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.kit import installation
from primeline.kit.words import in_language
from primeline.staff.choices import Permission


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the navigation. `permission` is what its page asks for; None is open to all."""

    label: str | Promise
    url_name: str
    icon: str
    permission: Permission | None = None
    # Where the page asks, once it is shown, for a number to stand beside the label.
    badge: str = ""
    # Lies within another place: its own entry is marked there.
    is_exact: bool = False

    @property
    def address(self) -> str:
        return reverse(self.url_name)

    @property
    def badge_address(self) -> str:
        return reverse(self.badge) if self.badge else ""

    def is_here(self, request: HttpRequest) -> bool:
        """Test whether the page shown lies in this place."""
        address = self.address
        if address == "/" or self.is_exact:
            return request.path == address
        return request.path.startswith(address)


@dataclass(frozen=True, kw_only=True)
class Way:
    """Something that the signed-in person may always do, under their own name."""

    label: str | Promise
    url_name: str
    icon: str
    is_post: bool = False

    @property
    def address(self) -> str:
        return reverse(self.url_name)


# In the order in which they are shown. A topic adds its line here and nowhere else.
ENTRIES: tuple[Entry, ...] = (
    Entry(label=_("Today"), url_name="home", icon="home"),
    Entry(
        label=_("What I owe"),
        url_name="matters:mine",
        icon="list-check",
        permission=Permission.VIEW_COMMITMENTS,
        badge="matters:badge",
        is_exact=True,
    ),
    Entry(
        label=_("Cases"),
        url_name="cases:mine",
        icon="route",
        permission=Permission.VIEW_COMMITMENTS,
    ),
    Entry(
        label=_("Visits and calls"),
        url_name="visits:week",
        icon="map-pin",
        permission=Permission.VIEW_COMMITMENTS,
    ),
    Entry(
        label=_("Accounts"),
        url_name="accounts:list",
        icon="building",
        permission=Permission.VIEW_CUSTOMERS,
    ),
    Entry(
        label=_("Promises in flight"),
        url_name="matters:promises",
        icon="send",
        permission=Permission.VIEW_COMMITMENTS,
    ),
    Entry(
        label=_("Named accounts"),
        url_name="named_accounts",
        icon="users",
        permission=Permission.VIEW_FIGURES,
    ),
    Entry(
        label=_("Morning meeting"),
        url_name="meeting:today",
        icon="clipboard-list",
        permission=Permission.LEAD_COMMITMENTS,
        is_exact=True,
    ),
    Entry(
        label=_("Minutes"),
        url_name="meeting:past",
        icon="notes",
        permission=Permission.VIEW_COMMITMENTS,
    ),
    Entry(
        label=_("Unit board"),
        url_name="matters:unit",
        icon="layout-grid",
        permission=Permission.LEAD_COMMITMENTS,
    ),
    Entry(
        label=_("Escalations"),
        url_name="matters:escalations",
        icon="trending-up",
        permission=Permission.LEAD_COMMITMENTS,
    ),
    Entry(
        label=_("On duty"),
        url_name="rosters:list",
        icon="user-check",
        permission=Permission.VIEW_ROSTERS,
    ),
    Entry(
        label=_("Contracts"),
        url_name="contracts",
        icon="contract",
        permission=Permission.VIEW_DOSSIERS,
    ),
    Entry(
        label=pgettext_lazy("page", "Papers"),
        url_name="papers",
        icon="clipboard-list",
        permission=Permission.VIEW_DOSSIERS,
    ),
    Entry(
        label=_("Equipment"),
        url_name="equipment",
        icon="router",
        permission=Permission.VIEW_DOSSIERS,
    ),
    Entry(
        label=_("Lost and gained"),
        url_name="figures",
        icon="chart-bar",
        permission=Permission.VIEW_FIGURES,
    ),
    Entry(
        label=_("Completeness of records"),
        url_name="quality:records",
        icon="list-check",
        permission=Permission.VIEW_FIGURES,
    ),
    Entry(
        label=_("Likely duplicates"),
        url_name="quality:duplicates",
        icon="copy",
        permission=Permission.MERGE_CUSTOMERS,
    ),
    Entry(
        label=_("Hand-overs"),
        url_name="handovers:list",
        icon="arrows-sort",
        permission=Permission.HAND_OVER,
    ),
    Entry(
        label=_("Rights desk"),
        url_name="rights:desk",
        icon="shield-lock",
        permission=Permission.DECIDE_RIGHTS,
    ),
    Entry(
        label=_("Partners"),
        url_name="partners:list",
        icon="users-group",
        permission=Permission.VIEW_PARTNERS,
    ),
    Entry(
        label=_("IP addresses"),
        url_name="addresses:list",
        icon="world",
        permission=Permission.VIEW_ADDRESSES,
    ),
    Entry(
        label=_("Imports"),
        url_name="imports",
        icon="file-import",
        permission=Permission.IMPORT_CUSTOMERS,
    ),
    Entry(
        label=_("Access to accounts"),
        url_name="access:overview",
        icon="lock-open",
        permission=Permission.ASK_ACCESS,
    ),
    Entry(
        label=_("Policies"),
        url_name="policies",
        icon="clipboard-list",
        permission=Permission.VIEW_REFERENCE,
    ),
    Entry(
        label=_("Time limits"),
        url_name="standards:matrix",
        icon="clock",
        permission=Permission.VIEW_REFERENCE,
    ),
    Entry(
        label=_("Processes"),
        url_name="processes:library",
        icon="sitemap",
        permission=Permission.VIEW_REFERENCE,
    ),
    Entry(
        label=_("Staff directory"),
        url_name="competences:directory",
        icon="address-book",
        permission=Permission.VIEW_STAFF,
    ),
    Entry(
        label=_("Units and people"),
        url_name="staff:units",
        icon="sitemap",
        permission=Permission.VIEW_STAFF,
    ),
    Entry(
        label=_("Calendar and hours"),
        url_name="hours:year",
        icon="calendar",
        permission=Permission.VIEW_REFERENCE,
    ),
    Entry(
        label=_("Reference data"),
        url_name="reference",
        icon="list-details",
        permission=Permission.VIEW_REFERENCE,
    ),
    Entry(
        label=_("Jobs"),
        url_name="operations:jobs",
        icon="hourglass",
        permission=Permission.VIEW_OPERATIONS,
    ),
    Entry(label=_("Record"), url_name="audit", icon="history", permission=Permission.VIEW_AUDIT),
)

# The profile, the sessions, the way out: what hangs under the person's name.
WAYS: tuple[Way, ...] = (
    Way(label=_("My profile"), url_name="profile", icon="user"),
    Way(label=_("My sessions"), url_name="sessions", icon="device-desktop"),
    Way(label=_("Sign out"), url_name="account_logout", icon="logout", is_post=True),
)


def entries_for(request: HttpRequest) -> list[Entry]:
    """Return the places that this person may open."""
    reach = getattr(request, "reach", None)
    if reach is None:
        return []
    return [entry for entry in ENTRIES if entry.permission is None or reach.may(entry.permission)]


def postings_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the role and the unit of each posting that this person holds now."""
    reach = getattr(request, "reach", None)
    bounds = reach.bounds if reach is not None else ()
    return [
        (str(bound.role.label), in_language(zh=bound.unit_name_zh, en=bound.unit_name_en))
        for bound in bounds
    ]


def is_example() -> bool:
    """Test whether the data of this installation are an example."""
    return bool(installation.fact(installation.EXAMPLE))


def query_with(request: HttpRequest, **changes: Any) -> str:
    """Return this page's query string with some values changed; None takes a value away."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if isinstance(value, (list, tuple)):
            query.setlist(name, [str(one) for one in value])
        elif value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


def kept_values(request: HttpRequest, *but: str) -> list[tuple[str, str]]:
    """Return this page's query as pairs, without some names, for a form to carry on."""
    return [
        (name, value) for name, values in request.GET.lists() if name not in but for value in values
    ]
