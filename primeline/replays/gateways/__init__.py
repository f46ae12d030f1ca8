"""Where a log comes from: a file that somebody brings."""

from primeline.replays.gateways.files import ACCEPTED, read_log

__all__ = ["ACCEPTED", "read_log"]
