"""What is logged, and how: lines for a person in development, JSON for machines in production.

Logs leave the protection of the database, so they hold no personal data: of an exception its kind
and where it came from, not its message, which may quote what somebody typed.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

from django.db import OperationalError

from primeline.kit import deeds

# The messages of these tell of machines, not of people.
OF_MACHINES = (OperationalError, OSError, MemoryError)
# Whoever knows the address of a calendar feed reads it: the address is a secret.
SECRET_PART = re.compile(r"(/visits/feed/)[^/\s?\"]+(\.ics)")


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": _masked(record.getMessage()),
            "process": record.process,
        }
        line |= getattr(record, "told", {})
        if named := deeds.request_id.get():
            line["request_id"] = named
        if record.exc_info and record.exc_info[1]:
            line["error"] = _what_went_wrong(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class Readable(logging.Formatter):
    """A short line, with the name of the request where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        named = deeds.request_id.get()
        told = "".join(f" {key}={value}" for key, value in getattr(record, "told", {}).items())
        return _masked(super().format(record)) + told + (f" [{named[:8]}]" if named else "")


def logging_for(*, is_production: bool, level: str) -> dict[str, Any]:
    """Return Django's settings for logging to standard error."""
    readable = {"()": Readable, "fmt": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": JsonLines} if is_production else readable},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Otherwise Django mails errors to administrators, values of variables included.
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            # It names who failed to sign in; the database keeps that, under its own rights.
            "axes": {"level": "ERROR"},
            "_granian": {"handlers": [], "level": "ERROR", "propagate": True},
            "granian.access": {"handlers": [], "level": "INFO", "propagate": True},
        },
    }


def _masked(text: str) -> str:
    return SECRET_PART.sub(r"\1…\2", text)


def _what_went_wrong(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    told: dict[str, Any] = {
        "kind": f"{type(error).__module__}.{type(error).__qualname__}",
        "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if isinstance(error, OF_MACHINES):
        told["message"] = str(error)
    if error.__cause__ is not None:
        told["cause"] = _what_went_wrong(error.__cause__)
    return told
