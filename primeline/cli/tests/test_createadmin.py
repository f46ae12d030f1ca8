"""A new installation gets somebody who can sign in and enter the others."""

import json
from io import StringIO

import pytest
from django.test import Client

from primeline.cli.main import main
from primeline.cli.outcomes import ExitCode
from primeline.kit import clock
from primeline.staff import queries, rules
from primeline.staff.models import Person
from primeline.testing import cast
from primeline.testing.doors import code_now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.empty_archive]

OPTIONS = ["--username", "root.wang", "--name", "王根", "--operator", "衡桥通信", "--json"]


class TestCreateadmin:
    def test_enters_somebody_who_can_sign_in(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["createadmin", *OPTIONS]) == ExitCode.OK

        made = json.loads(capsys.readouterr().out)
        client = Client()
        client.post("/login/", {"login": made["username"], "password": made["password"]})
        client.post("/login/code/", {"code": code_now(made["totp"])})
        # The password is for one sign-in, so the way leads to choosing another.
        assert client.get("/profile/password/").status_code == 200
        assert queries.has_administrator(today=rules.day_of(clock.now()))
        assert queries.headquarters() is not None

    def test_does_so_once(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["createadmin", *OPTIONS])

        assert main(["createadmin", *OPTIONS]) == ExitCode.REFUSED
        assert "--another" in capsys.readouterr().err
        another = ["--username", "root.li", "--name", "李根", "--another"]
        assert main(["createadmin", *another]) == ExitCode.OK

    def test_uses_the_units_that_are_there(self) -> None:
        cast.harbor_branch()

        assert main(["createadmin", "--username", "root", "--name", "根"]) == ExitCode.OK

        assert queries.person_of_username("root").home_unit == cast.headquarters()

    def test_leaves_nothing_half_entered(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["createadmin", *OPTIONS[:2], "--name", " ", *OPTIONS[4:]]) == ExitCode.REFUSED

        assert "Chinese name" in capsys.readouterr().err
        assert queries.headquarters() is None
        assert not Person.objects.exists()

    def test_asks_nobody_who_is_not_there(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("sys.stdin", StringIO(""))

        assert main(["createadmin"]) == ExitCode.USAGE

        assert "--help" in capsys.readouterr().err
