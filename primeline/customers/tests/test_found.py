"""Finding accounts by what somebody types, joined to what they may see."""

import pytest

from primeline.customers import queries
from primeline.customers.queries import found
from primeline.staff.queries import reach_of
from primeline.testing.cast import (
    TUESDAY_10AM,
    an_account,
    harbor_bank,
    harbor_branch,
    lake_mills,
    lin,
    mira,
    omar,
)

pytestmark = pytest.mark.django_db


def names_found(person: object, text: str, *, limit: int = 10) -> list[str]:
    reach = reach_of(person, at=TUESDAY_10AM)  # type: ignore[arg-type]
    hits = queries.found_accounts(reach, text, limit=limit)
    return [hit.row["display_name"] for hit in hits]


class TestFoundAccounts:
    def test_begin_at_reach(self) -> None:
        harbor_bank()
        lake_mills()

        assert names_found(lin(), "harbor") == ["Harbor Bank"]
        assert names_found(mira(), "harbor") == []
        assert set(names_found(omar(), "C-0")) == {"Harbor Bank", "Lake Mills"}

    def test_put_the_closest_first(self) -> None:
        an_account("New Harbor", unit=harbor_branch())
        an_account("Harbor Bank Two", unit=harbor_branch())
        harbor_bank()

        assert names_found(omar(), "Harbor Bank") == ["Harbor Bank", "Harbor Bank Two"]
        assert names_found(omar(), "harbor")[-1] == "New Harbor"

    def test_are_all_within_reach_also_for_a_text_that_half_the_base_holds(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(found, "FEW", 1)
        monkeypatch.setattr(found, "LOOKED_AT", 2)
        for number in range(6):
            an_account(f"Lake Shop {number}", unit=lake_mills().owner_unit)
        an_account("Harbor Shop", unit=harbor_branch(), manager=lin())

        assert names_found(lin(), "shop") == ["Harbor Shop"]
        assert len(names_found(omar(), "shop", limit=5)) == 5
        # Too few of those that pay most hold it: then all that hold it are asked.
        monkeypatch.setattr(found, "WALKED", 3)
        assert len(names_found(omar(), "shop", limit=5)) == 5
