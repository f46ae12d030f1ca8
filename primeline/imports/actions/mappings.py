"""Mappings that people keep for files that come again."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.imports import queries
from primeline.imports.mapping import FileMapping
from primeline.imports.models import Batch, SavedMapping
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused


@deed("imports.save_mapping")
def save_mapping(
    *, batch: Batch, mapping: FileMapping, name: str, by: Actor, at: datetime
) -> SavedMapping:
    """Keep a mapping for files like that of a batch under a name, replacing the one that had it.

    :raises Refused: if no name is given
    """
    wanted = " ".join(name.split())[:100]
    if not wanted:
        raise Refused(_("Give the mapping a name."), field="name")
    mine = SavedMapping.objects.filter(queries.kept_by(by.actor_id))
    saved = mine.filter(target=mapping.target, name=wanted).first() or SavedMapping(
        person_id=by.actor_id, target=mapping.target, name=wanted
    )
    saved.layout = queries.layout_of(batch.headings)
    saved.headings, saved.mapping = batch.headings, mapping.as_json()
    saved.saved_at = at
    saved.save()
    return saved


@deed("imports.forget_mapping")
def forget_mapping(*, saved: SavedMapping, by: Actor, at: datetime) -> None:
    """Throw a kept mapping away."""
    saved.delete()
