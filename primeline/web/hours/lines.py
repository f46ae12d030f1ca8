"""Days as lines of text: a notice is copied line by line, and read back the same."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from primeline.hours.choices import DayKind
from primeline.hours.values import GivenDay

LINE = re.compile(
    r"(?P<first>\d{4}-\d{2}-\d{2})"
    r"(?:\s*(?:-|–|—|~|～|至|到|\s)\s*(?P<last>\d{4}-\d{2}-\d{2}))?"
    r"\s+(?P<zh>[^/]+?)\s*(?:/\s*(?P<en>.*?))?\s*"
)
MOST_DAYS_A_LINE = 31
DAY = timedelta(days=1)


def runs_of(days: Iterable[GivenDay]) -> list[list[GivenDay]]:
    """Return days that follow each other as one kind under one name, together."""
    runs: list[list[GivenDay]] = []
    for one in days:
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and one.day - last.day == DAY
            and (one.kind, one.name_zh) == (last.kind, last.name_zh)
        ):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def text_of(days: Iterable[GivenDay], kind: DayKind) -> str:
    """Return the days of one kind as lines: "2026-10-01 – 2026-10-07 国庆节 / National Day"."""
    runs = runs_of(one for one in days if one.kind is kind)
    return "\n".join(_line(run[0], run[-1]) for run in runs)


def days_in(text: str, kind: DayKind, english: Mapping[str, str]) -> list[GivenDay]:
    """Return the days that lines name. `english` has the English of names that stand alone.

    :raises ValidationError: naming the first line that cannot be read
    """
    found: list[GivenDay] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = LINE.fullmatch(line)
        first, last = _bounds(match) if match else (None, None)
        if match is None or first is None or last is None:
            raise ValidationError(
                _("“%(line)s”: write a day, or the first and the last one, then the holiday.")
                % {"line": line[:80]}
            )
        name_zh, name_en = match["zh"][:64], (match["en"] or "")[:64]
        found += [
            GivenDay(
                day=first + DAY * number,
                kind=kind,
                name_zh=name_zh,
                name_en=name_en or english.get(name_zh, ""),
            )
            for number in range((last - first).days + 1)
        ]
    return found


def _bounds(match: re.Match[str]) -> tuple[date | None, date | None]:
    try:
        first = date.fromisoformat(match["first"])
        last = date.fromisoformat(match["last"] or match["first"])
    except ValueError:
        return None, None
    return (first, last) if DAY * 0 <= last - first < DAY * MOST_DAYS_A_LINE else (None, None)


def _line(first: GivenDay, last: GivenDay) -> str:
    days = str(first.day) if first.day == last.day else f"{first.day} – {last.day}"
    english = f" / {first.name_en}" if first.name_en else ""
    return f"{days} {first.name_zh}{english}"
