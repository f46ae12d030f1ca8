"""Migrations go forwards and back, and never over rows that are kept for ever."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from primeline.audit import walls
from primeline.cli.main import main
from primeline.cli.outcomes import ExitCode
from primeline.commitments import actions as commitments
from primeline.commitments.models import Estimate
from primeline.commitments.tests.owing import a_matter, install
from primeline.customers import actions as customers
from primeline.customers.values import ContactDetails
from primeline.products.models import LineOfBusiness
from primeline.testing import cast
from primeline.tiers.choices import PolicyStatus
from primeline.tiers.models import Policy

pytestmark = pytest.mark.django_db(transaction=True)


def answer(capsys: pytest.CaptureFixture[str]) -> object:
    return json.loads(capsys.readouterr().out)


class TestMigrate:
    def test_has_nothing_to_do_when_all_is_new(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["migrate", "--json"]) == ExitCode.OK

        assert answer(capsys) == {"is_done": True, "steps": []}

    def test_furnishes_a_new_installation_once(self) -> None:
        assert not LineOfBusiness.objects.exists()

        for _ in range(2):
            assert main(["migrate"]) == ExitCode.OK

        assert LineOfBusiness.objects.filter(code="INTERNET_LINE").count() == 1
        assert Policy.objects.filter(status=PolicyStatus.IN_FORCE).count() == 1

    def test_goes_back_and_forth_without_losing_the_walls(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["migrate", "kit", "zero"]) == ExitCode.OK
        assert "kit_jobrow" not in connection.introspection.table_names()

        assert main(["migrate", "--plan"]) == ExitCode.FOUND
        assert "+ kit.0001_initial" in capsys.readouterr().out
        assert main(["worker", "--once"]) == ExitCode.REFUSED
        assert "primeline migrate" in capsys.readouterr().err

        assert main(["migrate"]) == ExitCode.OK
        assert "kit_jobrow" in connection.introspection.table_names()
        assert walls.missing() == []
        assert main(["worker", "--once"]) == ExitCode.OK

    def test_goes_back_to_where_an_estimate_needed_a_reason(self) -> None:
        install()
        now: dict[str, Any] = {"by": cast.lin(), "at": cast.TUESDAY_10AM}
        expected = cast.TUESDAY_10AM + timedelta(hours=1)
        commitments.give_estimate(commitment=a_matter(), expected_at=expected, reason=None, **now)

        assert main(["migrate", "commitments", "0018"]) == ExitCode.OK
        assert main(["migrate"]) == ExitCode.OK

        assert str(Estimate.objects.get().reason) == ""

    @pytest.mark.parametrize(
        ("room", "table"),
        [
            ("staff", "staff_unit"),
            ("audit", "audit_historyrow"),
            ("privacy", "privacy_personkey"),
            ("kit", "kit_numberseries"),
        ],
    )
    def test_refuses_to_throw_the_archive_away(
        self, room: str, table: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        customers.add_contact(
            customer=cast.harbor_bank(),
            details=ContactDetails(name="Wang"),
            by=cast.CASTING,
            at=cast.TUESDAY_10AM,
        )

        assert main(["migrate", room, "zero"]) == ExitCode.REFUSED

        assert "kept for ever" in capsys.readouterr().err
        assert table in connection.introspection.table_names()

    @pytest.mark.parametrize("wanted", [["attic"], ["kit", "0099"], ["attic", "zero"]])
    def test_knows_which_states_there_are(
        self, wanted: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["migrate", *wanted]) == ExitCode.USAGE

        assert wanted[0] in capsys.readouterr().err
