"""Opening, moving, renaming and closing places in the organization."""

from datetime import datetime

from django.db.models import Max, Q, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext_lazy as _

from primeline.kit import events
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.staff import guards, rules
from primeline.staff.choices import UnitKind
from primeline.staff.events import UnitClosed, UnitMoved
from primeline.staff.models import Person, Posting, Unit


@deed("staff.create_unit")
def create_unit(
    *,
    code: str,
    kind: UnitKind,
    name_zh: str,
    name_en: str = "",
    parent: Unit | None = None,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Unit:
    """Open a unit under another one; without a parent it is the headquarters.

    :raises Refused: if it may not lie there, or its code or its name will not do
    """
    guards.hold_tree()
    above = _read_again(parent) if parent else None
    rules.check_place(kind, under=UnitKind(above.kind) if above else None)
    if above is None and Unit.objects.filter(parent=None).exists():
        raise Refused(_("There is a headquarters already."), field="parent")
    if above is not None and not above.is_active:
        raise Refused(_("This unit is closed. Reopen it first."), field="parent")
    _check_code_and_name(code=code, name_zh=name_zh)
    # The path holds the unit's own id, which the database gives when the row is there.
    unit = Unit.objects.create(
        code=code, kind=kind, name_zh=name_zh, name_en=name_en, parent=above, path=f"new:{code}"
    )
    unit.path = f"{above.path if above else '/'}{unit.pk}/"
    rules.check_path_length(len(unit.path))
    unit.save(update_fields=["path"])
    return unit


@deed("staff.rename_unit")
def rename_unit(
    *,
    unit: Unit,
    version: int,
    code: str,
    name_zh: str,
    name_en: str,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Unit:
    """Give a unit another code or other names.

    :raises Refused: if the code is taken or a name is missing
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_code_and_name(code=code, name_zh=name_zh, but=unit.pk)
    changes = {"code": code, "name_zh": name_zh, "name_en": name_en}
    save_changes(Unit, pk=unit.pk, version=version, changes=changes)
    return _read_again(unit)


@deed("staff.move_unit")
def move_unit(
    *, unit: Unit, version: int, to: Unit, by: Actor, at: datetime, reason: str = ""
) -> Unit:
    """Hang a unit, with everything under it, under another one.

    :raises Refused: if it may not lie there, or would lie under itself
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    guards.hold_tree()
    moved, above = _read_again(unit), _read_again(to)
    rules.check_place(UnitKind(moved.kind), under=UnitKind(above.kind))
    rules.check_move(path=moved.path, to_path=above.path)
    if moved.is_active and not above.is_active:
        raise Refused(_("This unit is closed. Reopen it first."), field="parent")
    save_changes(Unit, pk=moved.pk, version=version, changes={"parent": above})
    new_path = f"{above.path}{moved.pk}/"
    _move_paths(old=moved.path, new=new_path)
    events.publish(
        UnitMoved(happened_at=at, unit_id=moved.pk, from_path=moved.path, to_path=new_path)
    )
    return _read_again(unit)


@deed("staff.close_unit")
def close_unit(
    *,
    unit: Unit,
    version: int,
    accounts_count: int,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Unit:
    """Close a unit on which nobody depends any more. Its history stays.

    How many open accounts belong to it is known to the rooms above, so the caller says it.

    :raises Refused: if open units, people or accounts are left, or it is the headquarters
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    guards.hold_tree()
    if unit.kind == UnitKind.HEADQUARTERS:
        raise Refused(_("The headquarters cannot be closed."))
    rules.check_closing(
        units_count=Unit.objects.filter(parent=unit, is_active=True).count(),
        people_count=_people_at(unit, at),
        accounts_count=accounts_count,
    )
    save_changes(Unit, pk=unit.pk, version=version, changes={"is_active": False})
    events.publish(UnitClosed(happened_at=at, unit_id=unit.pk))
    return _read_again(unit)


@deed("staff.reopen_unit")
def reopen_unit(*, unit: Unit, version: int, by: Actor, at: datetime, reason: str = "") -> Unit:
    """Open a closed unit again, where it was.

    :raises Refused: if the unit above it is closed
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    guards.hold_tree()
    if Unit.objects.filter(children=unit, is_active=False).exists():
        raise Refused(_("The unit above this one is closed. Reopen that one first."))
    save_changes(Unit, pk=unit.pk, version=version, changes={"is_active": True})
    return _read_again(unit)


def _read_again(unit: Unit) -> Unit:
    return Unit.objects.get(pk=unit.pk)


def _check_code_and_name(*, code: str, name_zh: str, but: int = 0) -> None:
    if not name_zh.strip():
        raise Refused(_("Give the unit a Chinese name."), field="name_zh")
    if not code.strip():
        raise Refused(_("Give the unit a code."), field="code")
    if Unit.objects.filter(code__iexact=code).exclude(pk=but).exists():
        raise Refused(_("Another unit has this code. Choose another one."), field="code")


def _move_paths(*, old: str, new: str) -> None:
    subtree = Unit.objects.under(old)
    longest = subtree.aggregate(longest=Max(Length("path")))["longest"]
    rules.check_path_length(longest - len(old) + len(new))
    subtree.update(path=Concat(Value(new), Substr("path", len(old) + 1)))


def _people_at(unit: Unit, at: datetime) -> int:
    open_postings = Posting.objects.filter(unit=unit).filter(
        Q(active_to=None) | Q(active_to__gt=rules.day_of(at))
    )
    here = Q(home_unit=unit) | Q(pk__in=open_postings.values("person"))
    return Person.objects.filter(here, is_active=True).count()
