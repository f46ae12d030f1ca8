"""Who is told how to come in, and who is not."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from primeline.demo import actions
from primeline.kit.errors import Refused
from primeline.kit.installation import EXAMPLE, state_fact

pytestmark = [pytest.mark.django_db, pytest.mark.row("M2"), pytest.mark.empty_archive]

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


class TestExampleLogins:
    @pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "example.com", ""])  # noqa: S104 - refused
    def test_refuses_where_others_could_come_in(self, host: str, tmp_path: Path) -> None:
        state_fact(EXAMPLE, {})

        with pytest.raises(Refused):
            actions.example_logins(host=host, folder=tmp_path, at=AT)

        assert not list(tmp_path.iterdir())

    def test_refuses_where_people_are_real(self, tmp_path: Path) -> None:
        with pytest.raises(Refused):
            actions.example_logins(host="127.0.0.1", folder=tmp_path, at=AT)
