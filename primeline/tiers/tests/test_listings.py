"""Named lists of headquarters, provinces and cities, and core accounts: who decides, and when."""

from datetime import date, timedelta

import pytest

from primeline.audit.models import HistoryRow
from primeline.customers.choices import Tier, TimelineKind
from primeline.customers.models import Customer, TimelineLine
from primeline.customers.queries import reach_now
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.staff.models import Person
from primeline.testing.cast import (
    TUESDAY_10AM,
    an_account,
    greta,
    harbor_bank,
    harbor_branch,
    paul,
    sara,
)
from primeline.tiers.actions import name_on_list
from primeline.tiers.choices import ListChoice, ListLevel
from primeline.tiers.models import NamedListing
from primeline.tiers.queries import ListFilter, levels_to_decide, named_accounts
from primeline.tiers.values import Listed

pytestmark = [pytest.mark.django_db, pytest.mark.row("C5")]
TODAY = TUESDAY_10AM.date()


def decide(
    by: Person,
    level: str = "",
    *,
    is_core: bool = False,
    version: int = 0,
    since: date = TODAY,
    reason: str = "Asked for by the board",
    customer: Customer | None = None,
) -> NamedListing:
    return name_on_list(
        customer=customer or harbor_bank(),
        version=version,
        wanted=Listed(level, is_core, since),
        reach=reach_now(by, at=TUESDAY_10AM),
        reason=reason,
        by=by,
        at=TUESDAY_10AM,
    )


def listed(choice: str) -> set[str]:
    rows = named_accounts(
        reach_now(sara(), at=TUESDAY_10AM), ListFilter(listing=choice), today=TODAY
    )
    return {one.short_name or one.name for one in rows}


def test_each_level_decides_its_list_and_those_below() -> None:
    bank = harbor_bank()
    for who, levels in (
        (sara(), {ListLevel.NATIONAL, ListLevel.PROVINCIAL, ListLevel.CITY}),
        (paul(), {ListLevel.PROVINCIAL, ListLevel.CITY}),
        (greta(), {ListLevel.CITY}),
    ):
        assert levels_to_decide(reach_now(who, at=TUESDAY_10AM), bank) == levels
    with pytest.raises(Refused, match="unit above"):
        decide(greta(), ListLevel.PROVINCIAL)
    decide(paul(), ListLevel.PROVINCIAL)
    # What a level above has decided is not undone below it.
    with pytest.raises(Refused, match="unit above"):
        decide(greta(), version=1)


def test_a_decision_is_dated_told_and_kept_with_what_was_before() -> None:
    decide(greta(), ListLevel.CITY, since=TODAY - timedelta(days=30))
    decide(sara(), ListLevel.NATIONAL, is_core=True, version=1)
    decide(sara(), version=2)

    row = NamedListing.objects.get()
    assert (row.level, row.is_core, row.since_date, row.decided_by) == ("", False, TODAY, sara())
    told = TimelineLine.objects.filter(kind=TimelineKind.LEVEL_BY_HAND).order_by("pk")
    assert [one.words for one in told] == [
        {"how": "NAMED", "level": "CITY", "core": False, "since": "2026-03-29"},
        {"how": "NAMED", "level": "NATIONAL", "core": True, "since": "2026-04-28"},
        {"how": "NAMED", "level": "", "core": False, "since": "2026-04-28"},
    ]
    assert HistoryRow.objects.filter(table="tiers_namedlisting").count() == 3


def test_says_why_not() -> None:
    tomorrow = TODAY + timedelta(days=1)
    ordinary = an_account("Plain Mills", unit=harbor_branch())
    with pytest.raises(Refused, match="lies ahead"):
        decide(greta(), ListLevel.CITY, since=tomorrow)
    with pytest.raises(Refused, match="Say why"):
        decide(greta(), ListLevel.CITY, reason=" ")
    with pytest.raises(Refused, match="Only key accounts"):
        decide(greta(), ListLevel.CITY, customer=ordinary)
    decide(greta(), ListLevel.CITY)
    with pytest.raises(Refused, match="later day"):
        decide(greta(), ListLevel.CITY, version=1, since=TODAY - timedelta(days=1))
    with pytest.raises(ChangedMeanwhile) as slower:
        decide(greta(), is_core=True)
    assert slower.value.differences["level"] == ("", "CITY")
    assert NamedListing.objects.get().level == ListLevel.CITY


def test_the_list_is_narrowed_by_where_accounts_stand() -> None:
    other = an_account("Quay Works", unit=harbor_branch(), tier=Tier.DIAMOND)
    decide(sara(), ListLevel.NATIONAL, is_core=True)
    decide(sara(), is_core=True, customer=other)

    both = {"Harbor Bank", "Quay Works"}
    assert listed("") >= both
    assert listed(ListChoice.NATIONAL) == {"Harbor Bank"}
    assert listed(ListChoice.CITY) == set()
    assert listed(ListChoice.CORE) == both
    assert listed(ListChoice.NONE) & both == {"Quay Works"}
