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
from primeline.audit.walls.owner import as_owner, migrate_as_owner

__all__ = [
    "WallMissing",
    "as_owner",
    "install",
    "migrate_as_owner",
    "missing",
    "require",
    "take_down",
]
