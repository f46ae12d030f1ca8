"""What a backup says of itself: versions, counts, checksums."""

from datetime import datetime

import msgspec

FORMAT = 1
MANIFEST = "manifest.json"
# The last member: the digest of every byte before its content.
DIGEST = "sha256"
KEY_MEMBER = "secret_key"
FILES_FOLDER = "files/"


class Member(msgspec.Struct, frozen=True):
    """One file inside the backup."""

    bytes: int
    sha256: str


class Table(msgspec.Struct, frozen=True):
    """One table: how many rows, and which columns in which order where that matters."""

    rows: int
    columns: list[str] = []


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of it. Written last, so a backup that was broken off has none."""

    format: int = FORMAT
    primeline: str
    created_at: datetime
    database: str
    database_version: str
    migrations: list[str]
    tables: dict[str, Table]
    # The latest value of each identity column, by "table.column": ids are never given out twice.
    sequences: dict[str, int] = {}
    files_count: int
    members: dict[str, Member]

    @property
    def has_secret_key(self) -> bool:
        return KEY_MEMBER in self.members
