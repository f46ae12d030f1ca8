"""Partners: their grade by rule and by a person, whom they serve, and who sees it."""

from datetime import date, timedelta
from typing import Any

import pytest

from primeline.customers import actions as customers
from primeline.customers import queries as within_reach
from primeline.customers.models import Customer, TimelineLine
from primeline.customers.queries import reach_now
from primeline.kit.errors import NotFound, Refused
from primeline.partners import actions, queries, rules
from primeline.partners.choices import RetailGrade
from primeline.partners.models import Partner, Serving
from primeline.partners.values import PartnerFacts, Server
from primeline.staff.choices import Role
from primeline.staff.models import Person
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    a_counter,
    a_person,
    an_account,
    greta,
    harbor_bank,
    harbor_branch,
    lake_mills,
    lin,
    mira,
    quay_team,
    sara,
    walt,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("B5")]

TODAY = TUESDAY_10AM.date()


def a_chain(*provinces: str, is_international: bool = False) -> Partner:
    facts = PartnerFacts(
        kind="RETAIL_CHAIN",
        status="ACTIVE",
        since_date=date(2026, 1, 5),
        is_international=is_international,
        provinces=provinces,
    )
    account = an_account("Harbor Stores", unit=harbor_branch(), manager=lin())
    return actions.register_partner(customer=account, facts=facts, by=CASTING, at=TUESDAY_10AM)


def serve(partner: Partner, customer: Customer, from_date: date = TODAY) -> Serving:
    return actions.serve(
        partner=partner, customer=customer, from_date=from_date, by=CASTING, at=TUESDAY_10AM
    )


def servers(customer: Customer, person: Person) -> list[Server]:
    return queries.servers_of(customer, reach_now(person, at=TUESDAY_10AM))


def test_the_grade_follows_from_provinces_and_background() -> None:
    chain = "RETAIL_CHAIN"
    for kind, is_international, provinces, grade in (
        (chain, True, ["a", "b"], "GKA"),
        (chain, False, ["a", "b"], "NKA"),
        (chain, True, ["a"], "LKA"),
        (chain, False, ["a"], "LKA"),
        (chain, True, [], ""),
        ("AGENT", True, ["a", "b"], ""),
    ):
        found = rules.grade_of(kind, is_international=is_international, provinces=provinces)
        assert found == grade
    assert rules.provinces_in("东屿、澜江, 东屿；\n西岭") == ["东屿", "澜江", "西岭"]


def test_a_person_confirms_the_grade_or_says_why_it_is_another_one() -> None:
    partner = a_chain("East", "West")
    assert partner.waits_for_grade
    with pytest.raises(Refused) as refused:
        confirm(partner, RetailGrade.GLOBAL)
    assert refused.value.field == "reason"
    partner = confirm(partner, RetailGrade.GLOBAL, reason="Opens abroad in May")
    assert (partner.grade, partner.waits_for_grade) == ("GKA", False)

    partner = confirm(partner, RetailGrade.NATIONAL)
    assert (partner.grade, partner.grade_reason) == ("NKA", "")
    facts = PartnerFacts(
        kind="RETAIL_CHAIN", status="ACTIVE", since_date=TODAY, provinces=("East",)
    )
    partner = actions.change_partner(
        partner=partner, version=partner.version, facts=facts, by=lin(), at=TUESDAY_10AM
    )
    assert partner.waits_for_grade


def confirm(partner: Partner, grade: RetailGrade, reason: str = "") -> Partner:
    return actions.confirm_grade(
        partner=partner,
        version=partner.version,
        grade=grade,
        reason=reason,
        by=greta(),
        at=TUESDAY_10AM,
    )


def test_serving_begins_once_and_ends_with_a_reason() -> None:
    partner, bank = a_chain("East"), harbor_bank()
    serving = serve(partner, bank)
    wrong = ((bank, TODAY), (partner.customer, TODAY), (lake_mills(), TODAY + timedelta(days=1)))
    for customer, day in wrong:
        with pytest.raises(Refused):
            serve(partner, customer, day)
    ending: dict[str, Any] = {
        "serving": serving,
        "version": 1,
        "by": lin(),
        "at": TUESDAY_10AM,
    }
    with pytest.raises(Refused):
        actions.end_serving(**ending, to_date=TODAY, reason=" ")
    actions.end_serving(**ending, to_date=TODAY, reason="contract over")

    assert Serving.objects.get().active_to == TODAY
    told = TimelineLine.objects.filter(customer=bank, kind="SERVED").order_by("id")
    assert [line.words["how"] for line in told] == ["BEGAN", "ENDED"]


@pytest.mark.row("L1")
def test_whoever_sees_an_account_reads_who_serves_it_and_no_more() -> None:
    partner, mills = a_chain("East"), lake_mills()
    serve(partner, mills)
    serve(partner, harbor_bank())

    (by_mira,) = servers(mills, mira())
    assert (by_mira.name, by_mira.partner_id) == ("Harbor Stores", None)
    with pytest.raises(NotFound):
        queries.get_partner(reach_now(walt(), at=TUESDAY_10AM), partner.pk)
    (served,) = queries.servings_of(partner, reach_now(greta(), at=TUESDAY_10AM))
    assert served.customer == harbor_bank()


@pytest.mark.row("A8")
def test_a_restricted_partner_serves_nobody_for_whoever_is_not_cleared() -> None:
    partner, bank = a_chain("East"), harbor_bank()
    serve(partner, bank)
    account = partner.customer
    account.refresh_from_db()
    customers.restrict_customer(
        customer=account,
        version=account.version,
        cover_name="Spruce",
        by=CASTING,
        at=TUESDAY_10AM,
        reason="classified",
    )

    for person in (lin(), greta(), sara()):
        assert servers(bank, person) == []
        assert queries.partners_page(reach_now(person, at=TUESDAY_10AM)).rows == []
    customers.clear_person(customer=account, person=greta(), by=sara(), at=TUESDAY_10AM)
    assert [one.name for one in servers(bank, greta())] == ["Spruce"]


class TestCounter:
    @pytest.mark.row("A2")
    def test_reaches_whom_its_partner_serves_on_the_day(self) -> None:
        bank, mills = harbor_bank(), lake_mills()
        other = an_account("Harbor Stores", unit=harbor_branch())
        counter = a_counter("counter", bank, mills)

        def reached(**later: int) -> list[str]:
            reach = reach_now(counter, at=TUESDAY_10AM + timedelta(**later))
            rows = within_reach.visible_to(reach).order_by("name")
            return [row.name for row in rows]

        # Mills is served too, but lies outside the unit that the role is at.
        assert reached() == [bank.name]
        serving = Serving.objects.get(customer=bank)
        assert reached(days=-3000) == []
        actions.end_serving(
            serving=serving, version=1, to_date=TODAY, reason="over", by=lin(), at=TUESDAY_10AM
        )
        assert reached() == []
        actions.serve(
            partner=serving.partner, customer=other, from_date=TODAY, by=lin(), at=TUESDAY_10AM
        )
        assert reached() == [other.name]
        facts = PartnerFacts(kind="AGENT", status="SUSPENDED", since_date=TODAY)
        actions.change_partner(
            partner=serving.partner,
            version=1,
            facts=facts,
            reason="paused",
            by=lin(),
            at=TUESDAY_10AM,
        )
        assert reached() == []

    def test_bounded_to_no_partner_reaches_nothing(self) -> None:
        harbor_bank()
        lost = a_person("lost", "柜", "Lost", harbor_branch(), Role.PARTNER)

        assert not within_reach.visible_to(reach_now(lost, at=TUESDAY_10AM)).exists()


class TestPartnersPage:
    def test_goes_there_and_back_again_and_takes_no_key_from_elsewhere(self) -> None:
        for number in range(7):
            unit = harbor_branch() if number % 2 else quay_team()
            account = an_account(f"Agent {number % 3}{number}", unit=unit)
            facts = PartnerFacts(kind="AGENT", status="ACTIVE", since_date=TODAY)
            actions.register_partner(customer=account, facts=facts, by=CASTING, at=TUESDAY_10AM)
        reach = reach_now(greta(), at=TUESDAY_10AM)
        whole = queries.partners_page(reach, size=50).rows

        seen, after = [], None
        while True:
            page = queries.partners_page(reach, after=after, size=3)
            seen += page.rows
            if page.after is None:
                break
            after = page.after
        back = queries.partners_page(reach, before=page.before, size=3)

        assert seen == whole
        assert [one.customer.name for one in whole] == sorted(one.customer.name for one in whole)
        assert back.rows == whole[3:6]
        for key in ("0", "x", str(10**9)):
            with pytest.raises(NotFound):
                queries.partners_page(reach, after=key)
