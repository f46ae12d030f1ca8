"""How batches are told: steps, facts by table, single changes."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from primeline.imports.choices import BatchStatus
from primeline.web import formats

STEPS = {
    BatchStatus.UPLOADED: 2,
    BatchStatus.CHECKING: 3,
    BatchStatus.CHECKED: 3,
    BatchStatus.FAILED: 3,
    BatchStatus.COMMITTING: 4,
    BatchStatus.COMMITTED: 4,
    BatchStatus.UNDOING: 4,
    BatchStatus.UNDONE: 4,
    BatchStatus.ABANDONED: 3,
}


class Fact(NamedTuple):
    """One table that a batch fills, with what it adds and changes."""

    label: str
    new: int
    changed: int


class Undone(NamedTuple):
    """One table of which rows were taken back: new ones made void, changed ones, those left."""

    label: str
    void: int
    restored: int
    left: int


class ShownChange(NamedTuple):
    """One value that a row changes."""

    what: str
    before: str
    after: str


def step_of(batch: Any) -> int:
    """Return which of the four steps a batch has come to."""
    return STEPS[BatchStatus(batch.status)]


def facts_shown(facts: Mapping[str, Mapping[str, int]]) -> list[Fact]:
    """Return what a batch fills, table by table."""
    words = kind_names()
    return [
        Fact(words[name], counts.get("new", 0), counts.get("changed", 0))
        for name, counts in facts.items()
        if any(counts.values())
    ]


def undone_shown(undone: Mapping[str, Mapping[str, int]]) -> list[Undone]:
    """Return what came of taking a batch back, table by table."""
    words = kind_names()
    return [
        Undone(words[name], **counts) for name, counts in undone.items() if any(counts.values())
    ]


def kind_names() -> dict[str, str]:
    """Return what the rows of the tables are called that imports fill."""
    return {
        "customer": _("Accounts"),
        "contact": _("Contacts"),
        "agreement": _("Contracts"),
        "subscription": _("Subscriptions"),
        "bill": _("Bills"),
        "payment": _("Payments"),
        "site": _("Sites"),
        "group_link": _("Subsidiaries"),
        "consent": _("Consents"),
        "equipment": _("Equipment at customers"),
        "outside_service": _("Services from other operators"),
    }


def changes_shown(changes: list[dict[str, Any]], target: str = "") -> list[ShownChange]:
    """Return the changes that a row makes, in words."""
    return [
        ShownChange(
            field_label(change["field"], target),
            _value(change["field"], change["before"]),
            _value(change["field"], change["after"]),
        )
        for change in changes
    ]


def field_label(name: str, target: str = "") -> str:
    """Return what a column of the archive is called on pages, first as this target calls it."""
    from primeline.imports.targets import LAYOUTS

    bare = name.removesuffix("_id")
    for layout in sorted(LAYOUTS.values(), key=lambda layout: layout.target != target):
        if bare in layout.by_name:
            return str(layout.by_name[bare].label)
        if name in layout.by_name:
            return str(layout.by_name[name].label)
    others = {"charges": _("Charges by line of business"), "is_active": _("In use")}
    return others.get(name, name)


def _value(name: str, value: Any) -> str:
    if value in (None, ""):
        return formats.NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name.endswith("_cents") and isinstance(value, int):
        return formats.yuan(value)
    if isinstance(value, dict):
        return " · ".join(f"{code} {formats.yuan(cents)}" for code, cents in value.items())
    return str(value)
