"""Filters that people keep for lists."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import parse_qsl, quote

from django.utils.translation import gettext_lazy as _

from primeline.customers.models import SavedView
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused

MOST_VIEWS = 50
# Signs that mean nothing in the query of an address.
PLAIN = frozenset(" -._~")


@deed("customers.save_view")
def save_view(
    *,
    person_id: int,
    page: str,
    name: str,
    query: str,
    columns: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> SavedView:
    """Keep a filter under a name; the same name again replaces it.

    :raises Refused: if the name is missing, or there are too many views already
    """
    name = name.strip()
    if not name:
        raise Refused(_("Give the view a name."), field="name")
    others = SavedView.objects.filter(person=person_id, page=page).exclude(name=name)
    if others.count() >= MOST_VIEWS:
        raise Refused(_("You keep many views already. Delete one first."), field="name")
    view, _made = SavedView.objects.update_or_create(
        person_id=person_id,
        page=page,
        name=name,
        defaults={"query": readable_query(query), "columns": list(columns)},
    )
    return view


def readable_query(query: str) -> str:
    """Return the query of an address with its words readable; it asks for the same."""
    return "&".join(f"{_readable(name)}={_readable(said)}" for name, said in parse_qsl(query))


def _readable(text: str) -> str:
    return "".join(one if one.isalnum() or one in PLAIN else quote(one) for one in text)


@deed("customers.drop_view")
def drop_view(*, view: SavedView, by: Actor, at: datetime) -> None:
    """Forget a view that a person kept."""
    SavedView.objects.filter(pk=view.pk).delete()
