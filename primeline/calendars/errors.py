"""Why a calendar cannot be, or cannot answer."""


class ImpossibleCalendar(ValueError):
    """Nobody could work by this."""


class BadShift(ImpossibleCalendar):
    """A shift ends before it begins, or outside the day."""


class OverlappingShifts(ImpossibleCalendar):
    """Two shifts of one day share a minute."""


class ClosedWeek(ImpossibleCalendar):
    """The week has no open minute, so that no deadline would ever come."""


class UnknownZone(ImpossibleCalendar):
    """There is no such time zone in the IANA database."""


class NoOpenTime(ImpossibleCalendar):
    """A whole year is closed, or so much time is asked for that it lies beyond all planning."""
