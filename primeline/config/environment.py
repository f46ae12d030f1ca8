"""Reading the environment: where things lie, which database, the secret key."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from primeline.kit.errors import UnsafeSettings

MOST_DIGITS = 6
IS_PRODUCTION = os.environ.get("PRIMELINE_MODE", "development") == "production"


def home_folder() -> Path:
    """Return the folder for the database file, keys and files, `PRIMELINE_HOME` or `./var`."""
    return Path(os.environ.get("PRIMELINE_HOME", "var")).resolve()


def anchor_file(home: Path) -> Path:
    """Return the file that seals are anchored in: PRIMELINE_ANCHOR_FILE, or one beside `home`."""
    given = os.environ.get("PRIMELINE_ANCHOR_FILE")
    return Path(given).resolve() if given else home.with_name(f"{home.name}-anchor.jsonl")


def master_key_file(home: Path) -> Path:
    """Return the file of the master keys: PRIMELINE_MASTER_KEY_FILE, or one in `home`."""
    given = os.environ.get("PRIMELINE_MASTER_KEY_FILE")
    return Path(given).resolve() if given else home / "master_keys"


def erasures_file(home: Path) -> Path:
    """Return the file that lists who was erased: PRIMELINE_ERASURES_FILE, or one beside `home`."""
    given = os.environ.get("PRIMELINE_ERASURES_FILE")
    return Path(given).resolve() if given else home.with_name(f"{home.name}-erasures.jsonl")


def whole_number(name: str, *, otherwise: int) -> int:
    """Return a setting that is a whole number.

    :raises UnsafeSettings: if something else is set
    """
    given = os.environ.get(name) or str(otherwise)
    if not (given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS):
        raise UnsafeSettings(f"{name} is {given!r}; set a whole number, say {otherwise}.")
    return int(given)


def secret_key(home: Path) -> str:
    """Return the secret key: from the environment, or from a file made on first run (0600)."""
    given = os.environ.get("PRIMELINE_SECRET_KEY")
    if given:
        return given
    file = home / "secret_key"
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return secret_key(home)
        with os.fdopen(descriptor, "w") as target:
            target.write(secrets.token_urlsafe(64))
    return file.read_text().strip()


def database_from(url: str, home: Path) -> dict[str, Any]:
    """Return Django's settings for a database URL; empty means an SQLite file in `home`.

    :raises UnsafeSettings: if the URL names no database that is supported
    """
    if not url:
        return sqlite_at(home / "primeline.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite_at(Path(unquote(parts.path)))
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or dict(parse_qsl(parts.query)).get("host", "")),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "server_side_binding": True,
                "prepare_threshold": 5,
                # Compiling a statement costs a second; ours take milliseconds.
                "options": "-c jit=off",
            },
        }
    raise UnsafeSettings(
        f"PRIMELINE_DATABASE_URL starts with {parts.scheme!r}; "
        "use sqlite:////folder/file.sqlite3 or postgresql://user:password@host/name."
    )


def owner_database(home: Path) -> dict[str, Any] | None:
    """Return Django's settings for the owner of the tables, where it is not the application."""
    url = os.environ.get("PRIMELINE_OWNER_DATABASE_URL", "")
    return database_from(url, home) if url else None


def sqlite_at(file: Path) -> dict[str, Any]:
    """Return Django's settings for an SQLite file.

    Readers and a writer do not wait for each other, writers queue up at once, and what is
    committed survives a power cut.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-65536;"
                # What is deleted is overwritten, so that a destroyed key is gone from the file.
                "PRAGMA secure_delete=ON;"
            ),
        },
    }
