"""The server answers, stops when told to, and does not start where it must not."""

import signal
import socket
from typing import Any

import pytest
from django.db import connection

from primeline.audit import walls
from primeline.cli import serving
from primeline.cli.checkup import personal
from primeline.cli.main import main
from primeline.cli.outcomes import ExitCode, Stopped
from primeline.testing.processes import (
    SECONDS_TO_END,
    free_port,
    start_primeline,
    status_of,
    wait_for_page,
)


@pytest.mark.django_db(transaction=True)
class TestServe:
    def test_answers_and_stops(self) -> None:
        port = free_port()
        server = start_primeline("serve", "--port", str(port))

        status = wait_for_page(port, server)
        server.send_signal(signal.SIGTERM)
        told = server.communicate(timeout=SECONDS_TO_END)[1]

        assert status == 200
        assert server.returncode == 0
        assert f":{port}/" in told
        with pytest.raises(OSError, match="refused"):
            status_of(port, "/healthz")

    def test_says_when_the_port_is_taken(self, capsys: pytest.CaptureFixture[str]) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            assert main(["serve", "--port", str(port)]) == ExitCode.UNAVAILABLE

        assert f"PORT={port + 1}" in capsys.readouterr().err


@pytest.mark.django_db(transaction=True)
class TestCheckMayServe:
    def test_lets_a_sound_installation_pass(self) -> None:
        serving.check_may_serve()

    def test_refuses_without_the_walls(self) -> None:
        trigger = "DROP TRIGGER {}" + (" ON staff_unit" if connection.vendor != "sqlite" else "")
        with walls.as_owner(), connection.cursor() as cursor:
            cursor.execute(_names_of_triggers())
            cursor.execute(trigger.format(cursor.fetchone()[0]))

        with pytest.raises(Stopped, match="primeline migrate"):
            serving.check_may_serve()
        assert main(["worker", "--once"]) == ExitCode.REFUSED
        assert main(["verify"]) == ExitCode.FOUND

    @pytest.mark.parametrize("command", ["serve", "worker"])
    def test_refuses_keys_that_open_nothing(
        self, command: str, settings: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        settings.PRIMELINE_MASTER_KEYS = "zzz"

        assert main([command]) == ExitCode.REFUSED
        assert "PRIMELINE_MASTER_KEYS" in capsys.readouterr().err
        assert "zzz" not in str(list(personal.unusable_keys()))
        assert [finding.way_out for finding in personal.unusable_keys()]


def _names_of_triggers() -> str:
    if connection.vendor == "sqlite":
        return "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'staff_unit'"
    return (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'staff_unit'::regclass AND NOT tgisinternal"
    )
