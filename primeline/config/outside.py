"""What lies outside the database: the mail server and the folder for files."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from primeline.kit.errors import UnsafeSettings

SECONDS_TO_WAIT_FOR_MAIL = 15


def mail_from(url: str) -> dict[str, Any]:
    """Return Django's settings for a mail server; empty prints mail, so that none is ever sent.

    smtp://user:password@host:587?security=starttls (or `tls`, or `none`)

    :raises UnsafeSettings: if the URL names no mail server
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
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


def storage_in(folder: Path) -> dict[str, Any]:
    """Return Django's settings for files: in one folder that only this user can read."""
    private = {"location": str(folder), "file_permissions_mode": 0o600}
    return {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": private | {"directory_permissions_mode": 0o700},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
