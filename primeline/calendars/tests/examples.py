"""Weeks that people work, and ways to invent weeks that nobody would."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from primeline.calendars import shipped
from primeline.calendars.values import DayKind, Shift, Week, WorkCalendar

MORNING, AFTERNOON = Shift(510, 720), Shift(810, 1050)
OFFICE_DAY = (MORNING, AFTERNOON)
OFFICE_WEEK = Week(days=(OFFICE_DAY,) * 5 + ((), ()))
WHOLE_DAY = (Shift(0, 1440),)
ROUND_THE_CLOCK = Week(days=(WHOLE_DAY,) * 7, on_holidays=WHOLE_DAY)
CHINA = {one.day: one.kind for year in (2025, 2026, 2027) for one in shipped.days_of(year)}

CLOCK_CHANGES = (
    ("Asia/Shanghai", date(1986, 5, 2)),
    ("Asia/Shanghai", date(1986, 9, 12)),
    ("Asia/Shanghai", date(2026, 2, 12)),
    ("Asia/Urumqi", date(2026, 12, 30)),
    ("America/New_York", date(2026, 3, 6)),
    ("America/New_York", date(2026, 10, 30)),
    ("America/Havana", date(2026, 3, 6)),
    ("America/Havana", date(2026, 10, 30)),
    ("Australia/Lord_Howe", date(2026, 4, 3)),
    ("Pacific/Apia", date(2011, 12, 28)),
)
DAYS = 7


def office(zone: str = "Asia/Shanghai", **more: object) -> WorkCalendar:
    """Return the office hours of China, with the days published for 2025 and 2026."""
    given = {"days": CHINA, "published_to": date(2026, 12, 31)} | more
    return WorkCalendar(zone=zone, week=OFFICE_WEEK, **given)  # type: ignore[arg-type]


def local(zone: str, *parts: int) -> datetime:
    """Return a moment by the clock of a place, in UTC."""
    return datetime(*parts, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[misc,arg-type]


def china(*parts: int) -> datetime:
    """Return a moment by the clock of Shanghai, in UTC."""
    return local("Asia/Shanghai", *parts)


bounds = st.one_of(st.integers(0, 1440), st.sampled_from([0, 30, 60, 90, 120, 1439, 1440]))
shifts = st.lists(bounds, max_size=6, unique=True).map(
    lambda found: tuple(
        Shift(start, end) for start, end in zip(*[iter(sorted(found))] * 2, strict=False)
    )
)
weeks = st.builds(
    lambda days, some_day, on_holidays, make_up: Week(
        days=(*days, some_day), on_holidays=on_holidays, on_make_up_days=make_up
    ),
    st.lists(shifts, min_size=6, max_size=6),
    shifts.filter(bool),
    shifts,
    st.none() | shifts,
)


@st.composite
def situations(draw: st.DrawFn) -> tuple[WorkCalendar, datetime]:
    """Return a calendar, and the first moment of a week in which its clocks may change."""
    zone, day = draw(st.sampled_from(CLOCK_CHANGES))
    differing = draw(st.dictionaries(st.integers(-1, DAYS), st.sampled_from(DayKind), max_size=3))
    days = {day + timedelta(days=number): kind for number, kind in differing.items()}
    calendar = WorkCalendar(zone=zone, week=draw(weeks), days=days)
    return calendar, datetime(day.year, day.month, day.day, tzinfo=UTC)


def moments(first: datetime, days: int = DAYS) -> st.SearchStrategy[datetime]:
    """Return moments of the days from one on; many of them at a whole half hour."""
    whole = st.integers(0, days * 48).map(lambda n: first + n * timedelta(minutes=30))
    any_at_all = st.integers(0, days * 86_400_000_000).map(
        lambda n: first + timedelta(microseconds=n)
    )
    return whole | any_at_all


amounts = st.integers(0, 3 * 86_400_000_000).map(lambda n: timedelta(microseconds=n)) | (
    st.integers(0, 100).map(lambda n: timedelta(minutes=30) * n)
)
