"""Keeping the library of standards."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.standards.models import Standard


@deed("standards.add_standard")
def add_standard(*, by: Actor, at: datetime, **facts: Any) -> Standard:
    """Add an edition of a standard to the library.

    :raises Refused: if it is there already, replaces one that was replaced, or ends too early
    """
    _check(facts, None)
    return Standard.objects.create(**facts)


@deed("standards.change_standard")
def change_standard(
    *, standard: Standard, version: int, by: Actor, at: datetime, **facts: Any
) -> Standard:
    """Change what is on file of a standard; rules that cite it keep their numbers.

    :raises Refused: if another is called the same, it replaces itself or one that was replaced
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check(facts, standard.pk)
    save_changes(Standard, pk=standard.pk, version=version, changes=facts)
    standard.refresh_from_db()
    return standard


def _check(facts: dict[str, Any], pk: int | None) -> None:
    others = Standard.objects.exclude(pk=pk) if pk else Standard.objects.all()
    if others.filter(number=facts["number"], edition=facts["edition"]).exists():
        raise Refused(_("This edition is in the library already."), field="edition")
    replaced = facts.get("replaces")
    if replaced is not None and replaced.pk == pk:
        raise Refused(_("A standard does not replace itself."), field="replaces")
    if replaced is not None and others.filter(replaces=replaced).exists():
        raise Refused(_("Another edition has replaced that one already."), field="replaces")
    starts, ends = facts.get("valid_from"), facts.get("valid_to")
    if starts and ends and ends <= starts:
        raise Refused(_("It must end after it begins."), field="valid_to")
