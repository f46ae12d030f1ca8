"""Reading the environment: where things lie, which database, the secret key."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from primeline.kit.errors import UnsafeSettings

MOST_DIGITS = 6
MODES = ("development", "production")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def home_folder() -> Path:
    """Return the folder for the database file, keys and files, `PRIMELINE_HOME` or `./var`."""
    return Path(os.environ.get("PRIMELINE_HOME") or "var").resolve()


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


def one_of(name: str, words: tuple[str, ...], *, otherwise: str) -> str:
    """Return a setting that is one of these words.

    :raises UnsafeSettings: if something else is set
    """
    given = os.environ.get(name) or otherwise
    if given not in words:
        raise UnsafeSettings(f"{name} is {given!r}; set one of {', '.join(words)}.")
    return given


def whole_number(name: str, *, otherwise: int, least: int = 0) -> int:
    """Return a setting that is a whole number.

    :raises UnsafeSettings: if something else is set, or less than may be
    """
    given = os.environ.get(name) or str(otherwise)
    is_number = given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS
    if not is_number or int(given) < least:
        example = max(otherwise, least)
        raise UnsafeSettings(f"{name} is {given!r}; set a whole number, say {example}.")
    return int(given)


def file_named(name: str) -> str:
    """Return the file that a setting names, or nothing.

    :raises UnsafeSettings: if no such file can be read
    """
    given = os.environ.get(name, "")
    if given and not os.access(given, os.R_OK):
        raise UnsafeSettings(f"{name} names {given}, which cannot be read. Name a text file.")
    return given


def origins(name: str) -> list[str]:
    """Return the sites that may send us forms.

    :raises UnsafeSettings: if one of them does not say by which protocol
    """
    given = [origin.strip() for origin in os.environ.get(name, "").split(",") if origin.strip()]
    for origin in given:
        if not origin.startswith(("https://", "http://")):
            raise UnsafeSettings(f"{name} holds {origin!r}; write it as https://{origin}.")
    return given


def address_in(name: str, url: str) -> SplitResult:
    """Return the parts of an address that a setting holds.

    :raises UnsafeSettings: if it cannot be read; what is in it is not repeated, it may be a secret
    """
    try:
        parts = urlsplit(url)
        is_sound = parts.port is None or parts.port > 0
    except ValueError:
        is_sound = False
    if not is_sound:
        raise UnsafeSettings(
            f"{name} cannot be read: its port is no number from 1 to 65535, or its host is broken. "
            "Write @ : / # ? % [ ] in a user name or password as %40 %3A %2F %23 %3F %25 %5B %5D."
        )
    return parts


def secret_key(home: Path) -> str:
    """Return the secret key: from the environment, or from a file made on first run (0600)."""
    given = os.environ.get("PRIMELINE_SECRET_KEY")
    if given:
        return given
    file = home / "secret_key"
    try:
        if not file.exists():
            _make_secret(file)
        return file.read_text().strip()
    except OSError as error:
        raise UnsafeSettings(
            f"The secret key cannot be kept in {file}: {error.strerror}. "
            "Name a folder of the user who runs Primeline in PRIMELINE_HOME."
        ) from error


def _make_secret(file: Path) -> None:
    # Whoever else works on this machine has no business among accounts and keys.
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as target:
        target.write(secrets.token_urlsafe(64))


def database_from(url: str, home: Path, *, name: str = "PRIMELINE_DATABASE_URL") -> dict[str, Any]:
    """Return Django's settings for a database URL; empty means an SQLite file in `home`.

    :raises UnsafeSettings: if the URL names no database that is supported
    """
    if not url:
        return sqlite_at(home / "primeline.sqlite3")
    parts = address_in(name, url)
    has_path = len(parts.path) > 1
    if parts.scheme == "sqlite" and has_path and not parts.netloc:
        return sqlite_at(Path(unquote(parts.path)))
    if parts.scheme in {"postgres", "postgresql"} and has_path:
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
        f"{name} names no database; "
        "use sqlite:////folder/file.sqlite3 or postgresql://user:password@host/name."
    )


def owner_database(home: Path) -> dict[str, Any] | None:
    """Return Django's settings for the owner of the tables, where it is not the application."""
    name = "PRIMELINE_OWNER_DATABASE_URL"
    url = os.environ.get(name, "")
    return database_from(url, home, name=name) if url else None


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


IS_PRODUCTION = one_of("PRIMELINE_MODE", MODES, otherwise="development") == "production"
