"""Policies can be read by everybody; what counts the whole base only at headquarters."""

import pytest

from primeline.testing.cast import CASTING, TUESDAY_10AM, greta, sara
from primeline.testing.doors import signed_in
from primeline.tiers.actions import apply_policy

pytestmark = [
    pytest.mark.engine("sqlite"),
    pytest.mark.django_db,
    pytest.mark.usefixtures("_story"),
    pytest.mark.row("C1"),
]


def test_lists_what_is_in_force_and_what_is_a_draft() -> None:
    page = signed_in(greta()).get("/policies/").content.decode()

    assert page.index("In force") < page.index("Draft")


@pytest.mark.parametrize("code", ["2001", "2026-default"])
def test_shows_every_rule(code: str) -> None:
    page = signed_in(greta()).get(f"/policies/{code}/").content.decode()

    assert "Internet leased line" in page
    assert "¥2,000" in page


def test_shows_runs_only_to_those_who_may_change_the_policy() -> None:
    apply_policy(month=TUESDAY_10AM.date().replace(day=1), by=CASTING, at=TUESDAY_10AM)

    assert "Latest runs" in signed_in(sara()).get("/policies/2001/").content.decode()
    assert "Latest runs" not in signed_in(greta()).get("/policies/2001/").content.decode()


def test_knows_no_other_policy() -> None:
    assert signed_in(greta()).get("/policies/2031/").status_code == 404
