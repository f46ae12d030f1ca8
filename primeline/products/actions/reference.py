"""Lines of business and termination reasons: reference data that people edit, never deleted."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.products.choices import Influence, LineFamily
from primeline.products.models import Deadline, LineOfBusiness, TerminationReason


@deed("products.add_line")
def add_line(
    *,
    code: str,
    name_zh: str,
    name_en: str,
    family: LineFamily,
    is_leased_line: bool,
    position: int = 0,
    by: Actor,
    at: datetime,
) -> LineOfBusiness:
    """Add a line of business.

    :raises Refused: if the code is taken
    """
    if LineOfBusiness.objects.filter(code=code).exists():
        raise Refused(_("This code is taken. Choose another one."), field="code")
    return LineOfBusiness.objects.create(
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        family=family,
        is_leased_line=is_leased_line,
        position=position,
    )


@deed("products.change_line")
def change_line(
    *,
    line: LineOfBusiness,
    version: int,
    name_zh: str,
    name_en: str,
    is_open_to_new: bool,
    is_active: bool,
    by: Actor,
    at: datetime,
) -> LineOfBusiness:
    """Change the names of a line of business, close it to new subscriptions or altogether.

    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    changes = {
        "name_zh": name_zh,
        "name_en": name_en,
        "is_open_to_new": is_open_to_new,
        "is_active": is_active,
    }
    save_changes(LineOfBusiness, pk=line.pk, version=version, changes=changes)
    line.refresh_from_db()
    return line


@deed("products.add_termination_reason")
def add_termination_reason(
    *,
    code: str,
    name_zh: str,
    name_en: str,
    influence: Influence,
    replacement_kind: str = "",
    position: int = 0,
    by: Actor,
    at: datetime,
) -> TerminationReason:
    """Add a reason for terminations.

    :raises Refused: if the code is taken
    """
    if TerminationReason.objects.filter(code=code).exists():
        raise Refused(_("This code is taken. Choose another one."), field="code")
    return TerminationReason.objects.create(
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        influence=influence,
        replacement_kind=replacement_kind,
        position=position,
    )


@deed("products.change_termination_reason")
def change_termination_reason(
    *,
    termination_reason: TerminationReason,
    version: int,
    name_zh: str,
    name_en: str,
    influence: Influence,
    is_active: bool,
    by: Actor,
    at: datetime,
) -> TerminationReason:
    """Change the names of a reason or what it says about us, or close it to new use.

    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    changes = {
        "name_zh": name_zh,
        "name_en": name_en,
        "influence": influence,
        "is_active": is_active,
    }
    save_changes(TerminationReason, pk=termination_reason.pk, version=version, changes=changes)
    termination_reason.refresh_from_db()
    return termination_reason


@deed("products.change_deadline")
def change_deadline(
    *,
    deadline: Deadline,
    version: int,
    days: int,
    is_in_workdays: bool,
    by: Actor,
    at: datetime,
) -> Deadline:
    """Set how many days there are for something.

    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    changes = {"days": days, "is_in_workdays": is_in_workdays}
    save_changes(Deadline, pk=deadline.pk, version=version, changes=changes)
    deadline.refresh_from_db()
    return deadline
