"""What is unsafe about these settings, in sentences. Production starts when none is left."""

import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from primeline.config.environment import IS_PRODUCTION
from primeline.kit.errors import UnsafeSettings
from primeline.privacy import master

SHORTEST_KEY = 50
SAMPLE_WORDS = ("insecure", "change", "secret-key", "secretkey", "example", "sample", "default")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


def unsafe_settings() -> list[str]:
    """Return a sentence for each thing that production must not have, with the way out."""
    found = (
        _debugging, _hosts, _proxy, _key, _home, _master_keys, _cookies, _sign_in, _database_role,
    )  # fmt: skip
    return [problem for find in found for problem in find()]


def refuse_if_unsafe() -> None:
    """Return if this is no production, or a safe one.

    :raises UnsafeSettings: naming everything that is unsafe
    """
    problems = unsafe_settings() if IS_PRODUCTION else []
    if problems:
        listed = "\n".join(f"  - {problem}" for problem in problems)
        raise UnsafeSettings(f"Production does not start like this:\n{listed}")


def _debugging() -> Iterator[str]:
    if settings.DEBUG:
        yield "PRIMELINE_DEBUG is on: error pages would show code and data. Take it away."


def _hosts() -> Iterator[str]:
    hosts = {host.strip() for host in settings.ALLOWED_HOSTS if host.strip()}
    if "*" in hosts:
        yield "PRIMELINE_HOSTS holds *: any name would be believed. Name the hosts."
    elif not hosts - LOOPBACK:
        yield (
            "PRIMELINE_HOSTS names no host but this machine. "
            "Name what people type, say accounts.example.com."
        )


def _proxy() -> Iterator[str]:
    if settings.SECURE_SSL_REDIRECT and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        yield (
            "PRIMELINE_PROXIES is 0: pages go out over https only, and this server speaks http. "
            "Put a proxy that ends TLS and sets X-Forwarded-Proto before it, and set "
            "PRIMELINE_PROXIES=1."
        )


def _home() -> Iterator[str]:
    home = Path(settings.HOME)
    if home.is_dir() and stat.S_IMODE(home.stat().st_mode) & 0o007:
        yield f"Everybody on this machine can look into {home}. Run: chmod o-rwx {home}"


def _master_keys() -> Iterator[str]:
    if file := master.file_if_open_to_others():
        yield f"Others can read {file}. Run: chmod 600 {file}"


def _key() -> Iterator[str]:
    key = str(settings.SECRET_KEY)
    is_sample = any(word in key.lower() for word in SAMPLE_WORDS)
    if len(key) < SHORTEST_KEY or len(set(key)) < 16 or is_sample:
        yield (
            f"PRIMELINE_SECRET_KEY is short, simple or a sample. Leave it away, and one of "
            f"{SHORTEST_KEY} characters and more is made in {settings.HOME}/secret_key."
        )
    file = Path(settings.HOME) / "secret_key"
    if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield f"Others can read {file}. Run: chmod 600 {file}"


def _cookies() -> Iterator[str]:
    if not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        yield "Cookies would travel over http. Set PRIMELINE_MODE=production and nothing else."
    if not settings.SECURE_HSTS_SECONDS:
        yield "Browsers are not told to stay on https. Set PRIMELINE_MODE=production."


def _sign_in() -> Iterator[str]:
    if getattr(settings, "MFA_TOTP_INSECURE_BYPASS_CODE", None):
        yield "MFA_TOTP_INSECURE_BYPASS_CODE lets anybody pass the second factor. Take it away."
    if "Argon2" not in settings.PASSWORD_HASHERS[0]:
        yield "PASSWORD_HASHERS does not begin with argon2, so stolen hashes are easily tried."
    if settings.SESSION_LONGEST.total_seconds() > 24 * 60 * 60:
        yield "PRIMELINE_SESSION_HOURS is more than a day: a stolen session would live as long."


def _database_role() -> Iterator[str]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        # A role that it is a member of, it may become at any time.
        cursor.execute(
            "SELECT current_user, bool_or(rolsuper OR rolbypassrls) FROM pg_roles"
            " WHERE pg_has_role(current_user, oid, 'MEMBER')"
        )
        name, passes_walls = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND pg_has_role(current_user, relowner, 'MEMBER')"
        )
        owned = cursor.fetchone()[0]
    if passes_walls:
        yield (
            f"The application logs in as {name}, who stands above every right of the database, "
            "or may become somebody who does. Name a plain role in PRIMELINE_DATABASE_URL."
        )
    elif owned:
        yield (
            f"The application logs in as {name}, who owns the tables or may become their owner, "
            "and could take the walls down. Name the owner in PRIMELINE_OWNER_DATABASE_URL and "
            "another role in PRIMELINE_DATABASE_URL."
        )
