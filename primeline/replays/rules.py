"""How rows of a log become cases with events, and what the middle of many times is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from primeline.bpmn.replaying import REPLAYED
from primeline.bpmn.values import Drawing, Node
from primeline.kit.errors import Refused
from primeline.replays.choices import Written
from primeline.replays.values import Columns, Event, Log

MOST_EVENTS: Final = 200_000
MOST_IN_A_CASE: Final = 1_000
MOST_ACTIVITIES: Final = 200
LONGEST_NAME: Final = 200
SHOWN_PROBLEMS: Final = 5
COMPLETED: Final = frozenset({"", "complete", "completed", "完成"})
# What columns are called in XES, in the tables that tools write, and here.
CALLED: Final[Mapping[str, tuple[str, ...]]] = {
    "case": (
        "case:concept:name", "case id", "case_id", "caseid", "case", "trace", "案件", "案例",
        "流程单", "流程单号", "工单号", "工单编号", "单号",
    ),
    "activity": (
        "concept:name", "activity", "activity name", "task", "event", "step", "活动", "环节",
        "步骤", "活动名称", "环节名称",
    ),
    "time": (
        "time:timestamp", "timestamp", "complete timestamp", "completed at", "end time", "time",
        "时间", "完成时间", "办结时间", "时间戳",
    ),
    "resource": ("org:resource", "resource", "user", "人员", "资源", "处理人", "办理人"),
    "lifecycle": ("lifecycle:transition", "lifecycle", "transition", "生命周期"),
}  # fmt: skip
WORDS: Final = {
    "case": gettext_lazy("Case (column)"),
    "activity": gettext_lazy("Activity (column)"),
    "time": gettext_lazy("Time (column)"),
}
_NUMBERS: Final = re.compile(
    r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})"
    r"(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?"
)


class NoMoment(ValueError):
    """A cell does not say when something was, or not as was said."""


class UnreadableLog(Refused):
    """The file cannot be taken as a log; the message names rows and columns."""


def found_columns(headings: Sequence[str], wanted: Columns) -> dict[str, int]:
    """Return in which place each column stands, by what was said or else by what it is called.

    :raises UnreadableLog: at the field of a column that is not there
    """
    places = {heading.casefold(): place for place, heading in reversed([*enumerate(headings)])}
    found: dict[str, int] = {}
    for name, usual in CALLED.items():
        said = " ".join(getattr(wanted, name).split())
        called = (said.casefold(),) if said else usual
        place = next((places[one] for one in called if one in places), None)
        if place is None and (said or name in WORDS):
            raise UnreadableLog(_no_column(said, headings), field=name)
        if place is not None:
            found[name] = place
    _check_apart(found, headings)
    return found


def _no_column(said: str, headings: Sequence[str]) -> str:
    known = pgettext("between names", ", ").join(f"“{one}”" for one in headings[:30])
    if said:
        return _("The file has no column “%(name)s”. It has: %(known)s.") % {
            "name": said,
            "known": known,
        }
    return _("Say which column this is. The file has: %(known)s.") % {"known": known}


def _check_apart(found: Mapping[str, int], headings: Sequence[str]) -> None:
    for name in ("activity", "time", "resource", "lifecycle"):
        before = [one for one, place in found.items() if place == found.get(name) and one != name]
        if before:
            said = {"name": headings[found[name]]}
            raise UnreadableLog(
                _("“%(name)s” cannot be two columns at once. Choose another one.") % said,
                field=name,
            )


def moment(text: str, written: Written, zone: tzinfo) -> datetime:
    """Return the moment that a cell says; without an offset it is taken in a time zone.

    :raises NoMoment: if it says none
    """
    plain = text.strip().replace("年", "-").replace("月", "-").replace("日", " ")
    try:
        if written is Written.SECONDS:
            found = datetime.fromtimestamp(float(plain), UTC)
        else:
            found = _written_out(plain, written)
    except (ValueError, OverflowError, OSError) as wrong:
        raise NoMoment(text) from wrong
    if not 1900 <= found.year <= 2100:
        raise NoMoment(text)
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _written_out(plain: str, written: Written) -> datetime:
    match = _NUMBERS.fullmatch(plain.strip())
    if match is None:
        raise NoMoment(plain)
    first, second, third, hour, minute, seconds, fraction, offset = match.groups()
    if (len(first) == 4) != (written is Written.YEAR_FIRST) or len(third) == 3:
        raise NoMoment(plain)
    order = {
        Written.YEAR_FIRST: (first, second, third),
        Written.DAY_FIRST: (third, second, first),
        Written.MONTH_FIRST: (third, first, second),
    }[written]
    if len(order[0]) != 4:
        raise NoMoment(plain)
    parts = [int(part) for part in (*order, hour or 0, minute or 0, seconds or 0)]
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    zone = _offset(offset) if offset else None
    return datetime(*parts[:6], micro, tzinfo=zone)  # type: ignore[misc,arg-type]


def _offset(said: str) -> timezone:
    if said == "Z":
        return UTC
    away = timedelta(hours=int(said[1:3]), minutes=int(said[-2:]))
    return timezone(-away if said[0] == "-" else away)


class Gathering:
    """Cases as they are gathered row by row; what is wrong is noted by its row and column."""

    def __init__(
        self, headings: Sequence[str], found: Mapping[str, int], written: Written, zone: tzinfo
    ) -> None:
        self.headings, self.found, self.written, self.zone = headings, found, written, zone
        self.activities: dict[str, int] = {}
        self.resources: dict[str, int] = {}
        self.cases: dict[str, list[Event]] = {}
        self.count = self.left_out = 0
        self.problems: list[str] = []
        self.problem_count = 0

    def add(self, number: int, cells: Sequence[str]) -> None:
        """Take in a row.

        :raises UnreadableLog: if there are more than can be replayed
        """
        case, activity, time = (self._cell(cells, name) for name in ("case", "activity", "time"))
        wrong = self._wrong(case, activity)
        at = 0
        if not wrong:
            try:
                at = round(moment(time, self.written, self.zone).timestamp() * 1000)
            except NoMoment:
                said = _("“%(value)s” is no moment as was said") if time else _("it is empty")
                wrong = ("time", said % {"value": time[:40]} if time else said)
        if wrong:
            self._note(number, *wrong)
            return
        if self._cell(cells, "lifecycle").casefold() not in COMPLETED:
            self.left_out += 1
            return
        self._keep(case, activity, at, self._cell(cells, "resource"))

    def whole(self) -> Log:
        """Return the log.

        :raises UnreadableLog: if anything is wrong with a row, or nothing is in it
        """
        if self.problem_count:
            raise UnreadableLog(self._told(), field="file")
        if not self.cases:
            raise UnreadableLog(_("The log holds no event that was completed."), field="file")
        return Log(
            activities=tuple(self.activities),
            resources_count=len(self.resources),
            # What happened at the same moment stays in the order of the file.
            cases={
                name: tuple(sorted(events, key=lambda event: event.at))
                for name, events in self.cases.items()
            },
            left_out=self.left_out,
        )

    def _cell(self, cells: Sequence[str], name: str) -> str:
        place = self.found.get(name)
        return "" if place is None or place >= len(cells) else " ".join(cells[place].split())

    def _wrong(self, case: str, activity: str) -> tuple[str, str] | None:
        for name, said in (("case", case), ("activity", activity)):
            if not said:
                return name, _("it is empty")
            if len(said) > LONGEST_NAME:
                most = {"most": LONGEST_NAME}
                return name, _("it is longer than %(most)s characters") % most
        return None

    def _note(self, number: int, name: str, words: str) -> None:
        self.problem_count += 1
        if len(self.problems) < SHOWN_PROBLEMS:
            said = {"row": number, "column": self.headings[self.found[name]], "words": words}
            self.problems.append(_("row %(row)s, “%(column)s”: %(words)s") % said)

    def _told(self) -> str:
        said = ngettext(
            "%(count)s row cannot be read, so nothing was taken in. %(rows)s.",
            "%(count)s rows cannot be read, so nothing was taken in. %(rows)s.",
            self.problem_count,
        )
        return said % {"count": f"{self.problem_count:,}", "rows": _("; ").join(self.problems)}

    def _keep(self, case: str, activity: str, at: int, resource: str) -> None:
        self.count += 1
        number = self.activities.setdefault(activity, len(self.activities))
        who = self.resources.setdefault(resource, len(self.resources) + 1) if resource else 0
        events = self.cases.setdefault(case, [])
        events.append(Event(number, at, who))
        for count, most, words in (
            (self.count, MOST_EVENTS, _("The log has more than %(most)s events.")),
            (len(self.activities), MOST_ACTIVITIES, _("It names more than %(most)s activities.")),
            (len(events), MOST_IN_A_CASE, _("A case has more than %(most)s events.")),
        ):
            if count > most:
                way_out = _("Cut the log up, or choose other columns.")
                said = words % {"most": f"{most:,}"}
                raise UnreadableLog(f"{said} {way_out}", field="file")


def gathered(
    headings: Sequence[str], rows: Iterable[tuple[int, list[str]]], wanted: Columns, zone: tzinfo
) -> Log:
    """Return the log that rows tell.

    :raises UnreadableLog: if a column is not there, or a row cannot be read
    """
    found = found_columns(headings, wanted)
    gathering = Gathering(headings, found, wanted.written, zone)
    for number, cells in rows:
        gathering.add(number, cells)
    return gathering.whole()


def steps_of(drawing: Drawing) -> list[Node]:
    """Return what an activity may stand for, in the order of the drawing."""
    return [node for node in drawing.nodes if node.kind in REPLAYED]


def suggested(activities: Iterable[str], drawing: Drawing) -> dict[str, str]:
    """Return for each activity the step of the same id or name; empty where none has it."""
    known: dict[str, str] = {}
    for node in steps_of(drawing):
        for name in (node.id, node.name, node.name_en):
            if name:
                known.setdefault(_plain(name), node.id)
    return {activity: known.get(_plain(activity), "") for activity in activities}


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def quantile(times: Sequence[int], share: float) -> int:
    """Return the time that this share of sorted times does not exceed; the lower one of two."""
    return times[max(0, -(-len(times) * round(share * 100) // 100) - 1)] if times else 0
