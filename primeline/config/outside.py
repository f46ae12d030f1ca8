"""What lies outside the database: mail server, switchboards, the folder or bucket for files."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

from primeline.config.environment import address_in
from primeline.kit.errors import UnsafeSettings

SECONDS_TO_WAIT_FOR_MAIL = 15
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def mail_from(url: str) -> dict[str, Any]:
    """Return Django's settings for a mail server; empty prints mail, so that none is ever sent.

    smtp://user:password@host:587?security=starttls (or `tls`, or `none`)

    :raises UnsafeSettings: if the URL names no mail server
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = address_in("PRIMELINE_EMAIL_URL", url)
    security = parse_qs(parts.query).get("security", ["starttls"])[0]
    if parts.scheme != "smtp" or not parts.hostname or security not in {"starttls", "tls", "none"}:
        raise UnsafeSettings(
            "PRIMELINE_EMAIL_URL is not understood; "
            "use smtp://user:password@host:587?security=starttls (or tls, or none)."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"starttls": 587, "tls": 465, "none": 25}[security],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": security == "starttls",
        "EMAIL_USE_SSL": security == "tls",
        "EMAIL_TIMEOUT": SECONDS_TO_WAIT_FOR_MAIL,
    }


def switchboard_from(url: str, *, name: str) -> str:
    """Return the address that calls or messages are handed over at; empty reaches nobody.

    https://user:password@host/path, to which JSON is posted

    :raises UnsafeSettings: if it is none, or would carry numbers in clear to another machine
    """
    if not url:
        return ""
    parts = address_in(name, url)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not parts.hostname or not is_safe or not parts.path.isascii():
        raise UnsafeSettings(
            f"{name} is not understood; use https://user:password@host/path "
            "(http only to this machine)."
        )
    return url


def storage_in(folder: Path, *, bucket: str = "") -> dict[str, Any]:
    """Return Django's settings for files: in one folder that only this user can read, or a bucket.

    s3://key:secret@host/bucket?region=cn-north-1&scheme=https&addressing=path

    :raises UnsafeSettings: if the URL names no bucket
    """
    return {
        "default": _bucket(bucket) if bucket else _folder(folder),
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def _folder(folder: Path) -> dict[str, Any]:
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": str(folder),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def _bucket(url: str) -> dict[str, Any]:
    parts = address_in("PRIMELINE_FILES_URL", url)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    name, scheme = parts.path.strip("/"), asked.get("scheme", "https")
    if parts.scheme != "s3" or not parts.hostname or not name or scheme not in {"http", "https"}:
        raise UnsafeSettings(
            "PRIMELINE_FILES_URL is not understood; "
            "use s3://key:secret@host/bucket?region=name (and scheme=http on a trusted network)."
        )
    host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "bucket_name": name,
            "endpoint_url": f"{scheme}://{host}",
            "region_name": asked.get("region"),
            "addressing_style": asked.get("addressing", "path"),
            "default_acl": None,
            "querystring_auth": True,
            # What is there is never written over, as in a folder.
            "file_overwrite": False,
        },
    }
