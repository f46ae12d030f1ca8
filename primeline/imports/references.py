"""The lists that cells are looked up in: units, people, industries, lines of business, reasons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from primeline.customers.models import Industry
from primeline.imports.cells.words import folded
from primeline.imports.problems import Unreadable
from primeline.products.models import LineOfBusiness, TerminationReason
from primeline.staff.choices import Permission
from primeline.staff.models import Person, Unit
from primeline.staff.reach import Reach


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that a cell may name. `path` is that of a unit."""

    id: int
    code: str
    names: tuple[str, ...]
    is_open: bool = True
    path: str = ""


class Directory:
    """A list in which entries are found by code, or by a name that only one of them has."""

    def __init__(self, entries: Iterable[Entry], *, unknown: str) -> None:
        self.unknown = unknown
        self.entries = list(entries)
        by_name: dict[str, Entry | None] = {}
        for entry in self.entries:
            for name in {folded(name) for name in entry.names if name}:
                by_name[name] = None if name in by_name else entry
        by_code = {folded(entry.code): entry for entry in self.entries}
        self._found: Mapping[str, Entry | None] = by_name | by_code

    def find(self, text: str) -> Entry:
        """Return what a cell names.

        :raises Unreadable: if it names nothing, several things, or something that is closed
        """
        entry = self._found.get(folded(text))
        if entry is None:
            raise Unreadable(self.unknown, value=text)
        if not entry.is_open:
            raise Unreadable("CLOSED_CODE", value=text)
        return entry


@dataclass(frozen=True, kw_only=True)
class References:
    """Every list as it stands now, and how far whoever imports reaches."""

    units: Directory
    people: Directory
    industries: Directory
    lines: Directory
    reasons: Directory
    reach: Reach

    def may_own(self, unit: Entry, industry: Entry | None) -> bool:
        """Test whether the importer may put an account of this industry at this unit."""
        return any(
            unit.path.startswith(bound.path)
            and (
                not bound.industries or (industry is not None and industry.code in bound.industries)
            )
            for bound in self.reach.bounds_for(Permission.IMPORT_CUSTOMERS)
        )

    def may_reach_unit(self, unit: Entry) -> bool:
        """Test whether the importer may put any account at this unit."""
        bounds = self.reach.bounds_for(Permission.IMPORT_CUSTOMERS)
        return any(unit.path.startswith(bound.path) for bound in bounds)

    def may_sell(self, line: Entry) -> bool:
        """Test whether the importer's role extends to this line of business."""
        bounds = self.reach.bounds_for(Permission.IMPORT_CUSTOMERS)
        return any(not bound.lines or line.code in bound.lines for bound in bounds)


def load_references(reach: Reach) -> References:
    """Return every list as it stands now."""
    return References(
        units=Directory(_units(), unknown="UNKNOWN_UNIT"),
        people=Directory(_people(), unknown="UNKNOWN_PERSON"),
        industries=Directory(_named(Industry), unknown="UNKNOWN_CODE"),
        lines=Directory(_named(LineOfBusiness), unknown="UNKNOWN_CODE"),
        reasons=Directory(_named(TerminationReason), unknown="UNKNOWN_CODE"),
        reach=reach,
    )


def _units() -> Iterable[Entry]:
    rows = Unit.objects.values_list("id", "code", "name_zh", "name_en", "is_active", "path")
    for pk, code, name_zh, name_en, is_active, path in rows:
        yield Entry(id=pk, code=code, names=(name_zh, name_en), is_open=is_active, path=path)


def _people() -> Iterable[Entry]:
    rows = Person.objects.filter(is_active=True).values_list(
        "id", "username", "name_zh", "name_en", "employee_number"
    )
    for pk, username, *names in rows:
        yield Entry(id=pk, code=username, names=tuple(names))


def _named(
    model: type[Industry] | type[LineOfBusiness] | type[TerminationReason],
) -> Iterable[Entry]:
    rows = model._default_manager.values_list("id", "code", "name_zh", "name_en", "is_active")
    for pk, code, name_zh, name_en, is_active in rows:
        yield Entry(id=pk, code=code, names=(name_zh, name_en), is_open=is_active)
