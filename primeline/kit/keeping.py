"""Whether the rows of a model are kept for ever or only while they are of use."""

from enum import Enum


class Keeping(Enum):
    """ARCHIVE rows are never deleted and every change has a history; WORKING rows may go."""

    ARCHIVE = "archive"
    WORKING = "working"
