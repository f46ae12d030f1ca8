"""The named-account list: gaps first, loads, filters, bulk assignment, export."""

import html
import re
from collections import Counter
from datetime import date
from types import SimpleNamespace
from typing import cast

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.audit.models import Look
from primeline.customers.actions import name_managers, restrict_customer
from primeline.customers.choices import Tier
from primeline.customers.models import Customer
from primeline.staff.actions import deactivate_person, set_cover
from primeline.staff.models import Person
from primeline.staff.values import Period
from primeline.testing.cast import (
    TUESDAY_10AM,
    an_account,
    greta,
    harbor_bank,
    harbor_branch,
    lake_mills,
    lin,
    mira,
    nora,
    paul,
    sara,
    tom,
)
from primeline.testing.doors import signed_in
from primeline.tiers.actions import set_load_limit
from primeline.tiers.choices import Alarm, LoadLevel
from primeline.web.named_list.listing import ListPage
from primeline.web.named_list.words import answer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("_story"),
    pytest.mark.row("C5"),
    pytest.mark.mainly("sqlite"),
]

LIST, GIVE = "/named-accounts/", "/named-accounts/assignments/"


def read(person: Person, query: str = "") -> str:
    answer = signed_in(person).get(LIST + query)
    assert answer.status_code == 200
    page = re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", page))


def orphan() -> Customer:
    """A key account of Harbor branch that nobody looks after."""
    return an_account("Orphan Works", unit=harbor_branch(), tier=Tier.DIAMOND)


def deputized(account: Customer, deputy: Person) -> None:
    """Name the deputy of an account."""
    name_managers(
        customer=account,
        version=account.version,
        account_manager=account.account_manager,
        deputy=deputy,
        by=greta(),
        at=TUESDAY_10AM,
    )


class TestList:
    def test_begins_with_the_gaps(self) -> None:
        orphan()

        page = read(greta())

        said = "2 key accounts are not in good hands: 1 without a manager, 1 without a deputy."
        assert said in page
        assert page.index("Orphan Works") < page.index("Harbor Bank")

    def test_names_every_alarm_and_they_add_up(self) -> None:
        every = [alarm for alarm in Alarm if alarm is not Alarm.ANY]
        counts = Counter({alarm: place for place, alarm in enumerate(every, start=1)})
        found = SimpleNamespace(alarms=counts, count=40)

        said = answer(cast(ListPage, found), TUESDAY_10AM)

        whole, *parts = (int(number) for number in re.findall(r"\d+", said))
        assert whole == sum(parts) == counts.total()
        assert "whose manager is away without a deputy" in said

    def test_says_when_all_is_well(self) -> None:
        deputized(harbor_bank(), nora())

        page = read(greta())
        assert "10:00 · 1 key accounts, every one has an active manager and a deputy." in page
        assert "in good hands" in page

    def test_a_missing_deputy_is_an_alarm_always(self) -> None:
        bank = harbor_bank()
        assert "Harbor Bank" in read(greta(), "?alarm=NO_DEPUTY")
        deputized(bank, nora())
        assert "Harbor Bank" not in read(greta(), "?alarm=ANY")
        # One who has left deputizes for nobody.
        deactivate_person(
            person=nora(), version=nora().version, by=sara(), at=TUESDAY_10AM, reason="Left"
        )
        assert "Harbor Bank" in read(greta(), "?alarm=NO_DEPUTY")
        file = signed_in(greta()).post("/named-accounts/exports/csv/")
        assert "No deputy" in b"".join(file).decode()

    def test_the_graver_alarms_come_first(self) -> None:
        harbor_bank()
        an_account("Parked Mills", unit=harbor_branch(), manager=tom(), tier=Tier.SILVER)

        page = read(greta())
        assert page.index("Parked Mills") < page.index("Harbor Bank")

    def test_finds_accounts_of_managers_above_their_limit(self) -> None:
        orphan()
        assert "Harbor Bank" not in read(greta(), "?load=over")
        set_load_limit(
            level=LoadLevel.GOLD, most_accounts=0, from_month=date(2026, 4, 1),
            by=sara(), at=TUESDAY_10AM, reason="Test",
        )  # fmt: skip

        page = read(greta(), "?load=over")
        assert "Harbor Bank" in page
        assert "Orphan Works" not in page

    def test_shows_only_what_is_within_reach(self) -> None:
        assert "Lake Mills" not in read(greta())
        assert "Lake Mills" in read(sara())
        assert "Harbor Bank" not in read(mira())

    def test_is_closed_to_those_who_see_no_figures(self) -> None:
        assert signed_in(tom()).get(LIST).status_code == 403

    def test_knows_a_manager_who_is_away_without_a_deputy(self) -> None:
        set_cover(
            absent=lin(),
            covered_by=None,
            period=Period(date(2026, 4, 27), date(2026, 5, 4)),
            reason="Leave",
            by=greta(),
            at=TUESDAY_10AM,
        )

        assert "Manager away, no deputy" in read(greta(), "?alarm=AWAY_WITHOUT_DEPUTY")
        assert "Harbor Bank" in read(greta(), "?alarm=AWAY_WITHOUT_DEPUTY")

    def test_knows_a_manager_who_has_left(self) -> None:
        deactivate_person(
            person=lin(), version=lin().version, by=sara(), at=TUESDAY_10AM, reason="Left"
        )

        assert "Harbor Bank" in read(greta(), "?alarm=MANAGER_LEFT")

    def test_knows_a_parked_account(self) -> None:
        an_account("Parked Mills", unit=harbor_branch(), manager=tom(), tier=Tier.SILVER)

        page = read(greta(), "?alarm=PARKED")

        assert "Parked Mills" in page
        assert "Harbor Bank" not in page

    @pytest.mark.parametrize("query", ["?tier=T1", "?manager={lin}", "?unit=HARBOR"])
    def test_can_be_narrowed(self, query: str) -> None:
        lake_mills()

        page = read(sara(), query.format(lin=lin().pk))

        assert "Harbor Bank" in page
        assert "Lake Mills" not in page

    @pytest.mark.parametrize(
        "query", ["?tier=T9", "?alarm=SOME", "?load=much", "?unit=NOWHERE", "?start=x"]
    )
    def test_knows_nothing_that_is_not_there(self, query: str) -> None:
        assert signed_in(sara()).get(LIST + query).status_code == 404

    def test_asks_no_more_than_it_did(self) -> None:
        client = signed_in(sara())
        client.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)

        assert len([q for q in asked if "set_config" not in q["sql"]]) <= 13


class TestAssignment:
    def give(self, by: Person, accounts: list[int], **more: object) -> int:
        sent = {"account": accounts, "account_manager": nora().pk, "reason": "Lin has left"} | more
        return signed_in(by).post(GIVE, sent).status_code

    def test_gives_many_accounts_in_one_act(self) -> None:
        ids = [orphan().pk, harbor_bank().pk]

        assert self.give(greta(), ids) == 302

        assert set(
            Customer.objects.filter(pk__in=ids).values_list("account_manager", flat=True)
        ) == {nora().pk}

    def test_wants_a_reason_and_a_tick(self) -> None:
        assert self.give(greta(), [harbor_bank().pk], reason="") == 422
        assert self.give(greta(), []) == 422
        assert harbor_bank().account_manager == lin()

    def test_hides_what_is_out_of_reach(self) -> None:
        assert self.give(greta(), [harbor_bank().pk, lake_mills().pk]) == 422
        assert harbor_bank().account_manager == lin()

    def test_takes_only_account_managers_of_the_units_led(self) -> None:
        assert self.give(greta(), [harbor_bank().pk], account_manager=mira().pk) == 422
        assert self.give(greta(), [harbor_bank().pk], account_manager=tom().pk) == 422

    def test_is_not_for_managers_themselves(self) -> None:
        assert self.give(lin(), [harbor_bank().pk]) == 403


class TestExport:
    def test_is_what_is_shown_and_goes_on_record(self) -> None:
        orphan()

        answer = signed_in(greta()).post("/named-accounts/exports/csv/?alarm=NO_MANAGER")
        assert answer.streaming
        text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]

        assert "Orphan Works" in text
        assert "Harbor Bank" not in text
        assert Look.objects.get(subject_kind="named accounts").rows_count == 1

    def test_leaves_restricted_accounts_out(self) -> None:
        bank = harbor_bank()
        restrict_customer(
            customer=bank,
            version=bank.version,
            cover_name="Hawthorn",
            by=sara(),
            at=TUESDAY_10AM,
            reason="State secrets",
        )

        answer = signed_in(paul()).post("/named-accounts/exports/csv/")
        text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]

        assert "Harbor Bank" not in text
        assert "Hawthorn" not in text


class TestLevels:
    def test_an_account_is_put_on_a_list_and_found_by_it(self) -> None:
        address = f"/accounts/{harbor_bank().number}/named-list/"
        lead = signed_in(greta())
        form = lead.get(address).content.decode()
        assert "City" in form
        assert "Provincial" not in form
        once = re.search(r'name="once" value="([^"]+)"', form)
        assert once is not None
        sent = {
            "level": "CITY", "is_core": "on", "since_date": "2026-04-01", "version": 0,
            "reason": "Flagship of the city", "once": once[1],
        }  # fmt: skip
        assert lead.post(address, sent | {"level": "NATIONAL"}).status_code == 422
        assert lead.post(address, sent).status_code == 302
        assert lead.post(address, sent).status_code == 302

        assert "Harbor Bank" not in read(greta(), "?list=PROVINCIAL")
        assert "City Core account" in read(greta(), "?list=CITY")
        assert signed_in(greta()).get(LIST + "?list=MOON").status_code == 404
        account = signed_in(greta()).get(f"/accounts/{harbor_bank().number}/").content.decode()
        assert "Flagship of the city" in account
        assert "On the named list: City, from 1 Apr 2026 on." in account
        assert signed_in(lin()).get(address).status_code == 403
        file = signed_in(greta()).post("/named-accounts/exports/csv/?list=CORE")
        row = b"".join(file).decode("utf-8-sig").splitlines()[-1]
        assert row.endswith("City,yes")
