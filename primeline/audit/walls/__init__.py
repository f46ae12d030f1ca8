"""The walls around the archive: what the database itself keeps, refuses and records.

They are generated from the models, so they are put up anew after every migration.
"""

from primeline.audit.walls.building import (
    WallMissing,
    install,
    missing,
    require,
    take_down,
)
from primeline.audit.walls.openings import close, open_for, open_for_system
from primeline.audit.walls.owner import as_owner, migrate_as_owner
from primeline.audit.walls.statistics import take_statistics

__all__ = [
    "WallMissing",
    "as_owner",
    "close",
    "install",
    "migrate_as_owner",
    "missing",
    "open_for",
    "open_for_system",
    "require",
    "take_down",
    "take_statistics",
]
