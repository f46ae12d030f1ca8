"""Mappings that people keep for files that come again."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.imports import queries
from primeline.imports.models import Batch, SavedMapping
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused


@deed("imports.save_mapping")
def save_mapping(*, batch: Batch, name: str, by: Actor, at: datetime) -> SavedMapping:
    """Keep the mapping of a batch under a name, replacing the one that had it.

    :raises Refused: if no name is given
    """
    wanted = " ".join(name.split())[:100]
    if not wanted:
        raise Refused(_("Give the mapping a name."), field="name")
    mine = SavedMapping.objects.filter(queries.kept_by(by.actor_id))
    saved = mine.filter(target=batch.target, name=wanted).first() or SavedMapping(
        person_id=by.actor_id, target=batch.target, name=wanted
    )
    saved.layout = queries.layout_of(batch.headings)
    saved.headings, saved.mapping = batch.headings, batch.mapping
    saved.saved_at = at
    saved.save()
    return saved


@deed("imports.forget_mapping")
def forget_mapping(*, saved: SavedMapping, by: Actor, at: datetime) -> None:
    """Throw a kept mapping away."""
    saved.delete()
