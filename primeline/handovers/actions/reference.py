"""The checklist as reference data. A point is closed, never deleted."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.handovers.models import ChecklistPoint
from primeline.handovers.shipped import POINTS
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.reference import add_missing
from primeline.kit.saving import save_changes


@deed("handovers.add_point")
def add_point(
    *, code: str, name_zh: str, name_en: str = "", position: int = 100, by: Actor, at: datetime
) -> ChecklistPoint:
    """Add a point to the checklist of hand-overs to come.

    :raises Refused: if the code is taken
    """
    if ChecklistPoint.objects.filter(code=code).exists():
        raise Refused(_("This code is taken. Choose another one."), field="code")
    return ChecklistPoint.objects.create(
        code=code, name_zh=name_zh, name_en=name_en, position=position
    )


@deed("handovers.change_point")
def change_point(
    *,
    point: ChecklistPoint,
    version: int,
    name_zh: str,
    name_en: str,
    is_active: bool,
    by: Actor,
    at: datetime,
) -> ChecklistPoint:
    """Change the names of a point, or leave it out of hand-overs to come.

    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    changes = {"name_zh": name_zh, "name_en": name_en, "is_active": is_active}
    save_changes(ChecklistPoint, pk=point.pk, version=version, changes=changes)
    point.refresh_from_db()
    return point


@deed("handovers.install_checklist")
def install_checklist(*, by: Actor, at: datetime) -> int:
    """Add the shipped points whose codes are not there; return how many.

    What people have changed or closed since stays as they left it.
    """
    return add_missing(ChecklistPoint(**one._asdict(), position=n) for n, one in enumerate(POINTS))
