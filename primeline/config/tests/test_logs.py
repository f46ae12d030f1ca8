"""Logs tell where and what went wrong, and nothing that somebody typed."""

import json
import logging
import sys

from django.db import OperationalError

from primeline.config.logs import JsonLines, Readable, logging_for
from primeline.kit import deeds

SECRET = "张三 +8613800000000"


def a_record(error: BaseException | None = None) -> logging.LogRecord:
    exc_info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(
        "primeline.x", logging.ERROR, "f.py", 7, "%s failed", ("job",), exc_info
    )


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except type(error):
        caught = sys.exc_info()[1]
    assert caught is not None
    return caught


class TestJsonLines:
    def test_is_one_object_on_one_line(self) -> None:
        line = JsonLines().format(a_record())

        assert "\n" not in line
        told = json.loads(line)
        assert (told["level"], told["logger"], told["message"]) == (
            "ERROR", "primeline.x", "job failed",
        )  # fmt: skip

    def test_names_the_request(self) -> None:
        token = deeds.request_id.set("abc12345")
        try:
            assert json.loads(JsonLines().format(a_record()))["request_id"] == "abc12345"
        finally:
            deeds.request_id.reset(token)

    def test_tells_where_an_error_came_from_but_not_what_it_quotes(self) -> None:
        line = JsonLines().format(a_record(raised(ValueError(SECRET))))

        told = json.loads(line)["error"]
        assert told["kind"] == "builtins.ValueError"
        assert "test_logs.py" in told["where"][-1]
        assert SECRET not in line

    def test_tells_the_cause_under_the_same_rule(self) -> None:
        outer = RuntimeError(SECRET)
        outer.__cause__ = ValueError(SECRET)

        line = JsonLines().format(a_record(outer))

        assert json.loads(line)["error"]["cause"]["kind"] == "builtins.ValueError"
        assert SECRET not in line

    def test_tells_what_machines_say(self) -> None:
        line = JsonLines().format(a_record(OperationalError("connection refused")))

        assert json.loads(line)["error"]["message"] == "connection refused"


class TestReadable:
    def test_marks_the_request(self) -> None:
        token = deeds.request_id.set("abc1234567890")
        try:
            assert Readable("%(message)s").format(a_record()) == "job failed [abc12345]"
        finally:
            deeds.request_id.reset(token)


def test_no_line_tells_the_secret_of_a_calendar_feed() -> None:
    address = "/visits/feed/tGx_9-secret.ics"
    record = logging.LogRecord(
        "x", logging.INFO, "f.py", 7, '"GET %s HTTP/1.1" 404', (address,), None
    )

    for line in (JsonLines().format(record), Readable("%(message)s").format(record)):
        assert "secret" not in line
        assert "/visits/feed/…" in line


class TestLoggingFor:
    def test_is_json_in_production_only(self) -> None:
        production = logging_for(is_production=True, level="INFO")
        development = logging_for(is_production=False, level="INFO")

        assert production["formatters"]["line"]["()"] is JsonLines
        assert development["formatters"]["line"]["()"] is Readable

    def test_never_mails_what_went_wrong(self) -> None:
        handlers = logging_for(is_production=True, level="INFO")["handlers"]

        assert set(handlers) == {"stderr"}
