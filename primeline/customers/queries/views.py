"""The filters that people keep for lists."""

from primeline.customers.models import SavedView
from primeline.kit.errors import NotFound


def saved_views(person_id: int, page: str) -> list[SavedView]:
    """Return the views that a person keeps for a page, by name."""
    return list(SavedView.objects.filter(person=person_id, page=page).order_by("name"))


def get_saved_view(person_id: int, view_id: int) -> SavedView:
    """Return one view of this person.

    :raises NotFound: if there is none, or it is somebody else's
    """
    view = SavedView.objects.filter(person=person_id, pk=view_id).first()
    if view is None:
        raise NotFound
    return view
