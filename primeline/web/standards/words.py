"""Rules in words: for whom, how long, who is told, because of what."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.customers import queries as customers
from primeline.customers.choices import Tier
from primeline.products import queries as products
from primeline.products.choices import AssuranceLevel, Distance
from primeline.staff import queries as staff
from primeline.staff.reach import Reach
from primeline.standards import queries, rules
from primeline.standards.choices import Area, Clock, Mark, Priority, Tells
from primeline.standards.values import Row, Rung
from primeline.web.formats import is_chinese

MINUTE, HOUR, DAY = 60, 3_600, 86_400
# Up to three days people say hours, as the laws do.
MOST_HOURS = 72


@dataclass(frozen=True, kw_only=True)
class ShownRule:
    """A rule as people read it."""

    row: Row
    step: str
    for_whom: str
    limit: str
    average: str
    target: str
    standard: str
    standard_pk: int | None
    mark: str
    is_doubtful: bool
    rungs: tuple[str, ...]
    has_own_rungs: bool


class Names:
    """What the things are called that rules name by code or id; read once for a page."""

    def __init__(self, reach: Reach, rows: Iterable[Row]) -> None:
        found = list(rows)
        self.steps = {step.code: step for step in queries.steps(is_active=None)}
        self.lines = {line.code: line.name for line in products.lines(only_active=False)}
        self.units = {unit.pk: unit.name for unit in staff.units_to_name()}
        self.standards = {one.pk: one for one in queries.standards()}
        ids = {row.customer_id for row in found if row.customer_id is not None}
        # A contract names its account only to those who see the account.
        self.customers = _accounts(reach, ids) if ids else {}

    def step(self, code: str) -> str:
        """Return what a step is called."""
        return self.steps[code].name if code in self.steps else code

    def for_whom(self, row: Row) -> str:
        """Return in words which cases a rule is for."""
        parts = [
            self._unit(row),
            self._customer(row),
            str(_("%(tier)s accounts") % {"tier": Tier(row.tier).label}) if row.tier else "",
            _assurance(row.assurance),
            self.lines.get(row.line, row.line),
            str(Distance(row.distance).label) if row.distance else "",
            str(Area(row.area).label) if row.area else "",
            str(Priority(row.priority).label) if row.priority else "",
        ]
        return " · ".join(part for part in parts if part) or str(_("All cases"))

    def shown(self, row: Row) -> ShownRule:
        """Return a rule as people read it."""
        standard = self.standards.get(row.standard_id or 0)
        citation = rules.citation_words(row.citation)
        cited = f"{standard.title} {citation}".strip() if standard else citation
        return ShownRule(
            row=row,
            step=self.step(row.step),
            for_whom=self.for_whom(row),
            limit=length(row.limit_seconds, row.clock, is_back=row.counts_back),
            average=length(row.average_seconds, row.clock) if row.average_seconds else "",
            target=f"{row.target_percent}%" if row.target_percent else "",
            standard=cited,
            standard_pk=standard.pk if standard else None,
            mark=str(Mark(row.mark).label),
            is_doubtful=not row.is_verified,
            rungs=self.ladder(row),
            has_own_rungs=bool(row.rungs),
        )

    def ladder(self, row: Row) -> tuple[str, ...]:
        """Return who is told at how much of the limit."""
        step = self.steps.get(row.step)
        rungs = row.rungs or (queries.rungs_of(row, step) if step else ())
        return tuple(rung_words(rung) for rung in rungs)

    def _unit(self, row: Row) -> str:
        if row.unit_id is None:
            return ""
        return self.units.get(row.unit_id, str(_("a unit that is closed")))

    def _customer(self, row: Row) -> str:
        if row.customer_id is None:
            return ""
        return self.customers.get(row.customer_id, str(_("an account by its contract")))


def _accounts(reach: Reach, ids: set[int]) -> dict[int, str]:
    seen = customers.visible_to(reach).filter(pk__in=ids).values(*customers.CALLED_BY)
    return {row["id"]: customers.called(row) for row in seen}


def length(seconds: int, clock: str, *, is_back: bool = False) -> str:
    """Return how long a limit is: 30 minutes, 48 hours, 5 working days, 7 days before."""
    said = _amount(seconds, clock)
    return _("%(length)s before") % {"length": said} if is_back else said


def rung_words(rung: Rung) -> str:
    """Return one rung: 75 % lead of the team."""
    told = "、" if is_chinese() else ", "
    return f"{rung.percent} % {told.join(str(Tells(one).label) for one in rung.tells)}"


def ladder_words(rungs: Iterable[Rung]) -> list[str]:
    """Return who is told at how much of the limit."""
    return [rung_words(one) for one in rungs]


def _amount(seconds: int, clock: str) -> str:
    if clock == Clock.WORKDAYS:
        return _of_workdays(seconds)
    if seconds % MINUTE:
        return ngettext("%(num)s second", "%(num)s seconds", seconds) % {"num": seconds}
    if clock == Clock.WORKING:
        return _of_working_hours(seconds)
    if seconds % HOUR:
        minutes = seconds // MINUTE
        return ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes}
    hours = seconds // HOUR
    if hours <= MOST_HOURS or seconds % DAY:
        return ngettext("%(num)s hour", "%(num)s hours", hours) % {"num": hours}
    days = seconds // DAY
    return ngettext("%(num)s day", "%(num)s days", days) % {"num": days}


def _of_workdays(seconds: int) -> str:
    days = f"{seconds / DAY:g}"
    return ngettext("%(num)s working day", "%(num)s working days", -(-seconds // DAY)) % {
        "num": days
    }


def _of_working_hours(seconds: int) -> str:
    hours = f"{seconds / HOUR:g}"
    return ngettext("%(num)s working hour", "%(num)s working hours", -(-seconds // HOUR)) % {
        "num": hours
    }


def _assurance(level: str) -> str:
    if not level:
        return ""
    return str(_("%(level)s circuits") % {"level": AssuranceLevel(level).label})
