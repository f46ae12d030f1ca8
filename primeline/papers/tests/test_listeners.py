"""Life events open their checklists by themselves, once, and never ask twice."""

from datetime import date, timedelta

import pytest

from primeline.customers.choices import Tier
from primeline.kit.events import event_from, listeners_of
from primeline.kit.models import EventRow
from primeline.papers.actions import install_papers
from primeline.papers.models import Checklist
from primeline.products import actions
from primeline.products.actions import install_reference
from primeline.products.models import Subscription, TerminationReason
from primeline.products.values import AgreementTerms
from primeline.testing.cast import CASTING, TUESDAY_10AM, an_account, harbor_branch, lin
from primeline.tiers.tests.story import a_line

pytestmark = [pytest.mark.django_db, pytest.mark.row("B12")]

AT = TUESDAY_10AM
TODAY = AT.date()


@pytest.fixture(autouse=True)
def _reference() -> None:
    install_reference(by=CASTING, at=AT)
    install_papers(by=CASTING, at=AT)


def hear() -> list[tuple[str, str, int]]:
    """Let every fact be heard, twice; return the checklists with how many papers they ask for."""
    for _turn in range(2):
        for row in EventRow.objects.filter(name__startswith="products.").order_by("pk"):
            for listener in listeners_of(row.name):
                if listener.__module__.startswith("primeline.papers."):
                    listener(event_from(row))
    rows = Checklist.objects.order_by("pk").select_related("line")
    return [(one.event, one.line.code if one.line else "", one.entries.count()) for one in rows]


def end(subscription: Subscription, code: str) -> None:
    subscription.refresh_from_db()
    actions.terminate_subscription(
        subscription=subscription,
        version=subscription.version,
        terminated_date=TODAY,
        reason_recorded=TerminationReason.objects.get(code=code),
        by=CASTING,
        at=AT,
    )


def test_a_contract_and_its_lines_ask_once_for_each_paper_however_often_it_is_heard() -> None:
    account = an_account("Harbor Silk", unit=harbor_branch(), manager=lin(), tier=Tier.GOLD)
    terms = AgreementTerms(number="HT-1", signed_date=TODAY, starts_date=date(2026, 1, 1))
    actions.sign_agreement(customer=account, terms=terms, by=CASTING, at=AT)
    assert hear() == [("OPENING", "", 4)]

    # The line asks only for what the contract has not asked for already.
    line = a_line(account, "INTERNET_LINE")
    a_line(account, "DATA_LINE")
    assert hear()[1:] == [("OPENING", "INTERNET_LINE", 1)]

    line.refresh_from_db()
    actions.suspend_subscription(
        subscription=line, version=line.version, by=CASTING, at=AT, reason="Asked for."
    )
    assert hear()[2:] == [("LOCK", "INTERNET_LINE", 1)]
    end(line, "PRICE")
    assert hear()[3:] == [("CLOSING", "INTERNET_LINE", 2)]


def test_what_goes_on_as_another_line_is_a_change() -> None:
    account = an_account("Harbor Silk", unit=harbor_branch(), manager=lin(), tier=Tier.GOLD)
    before = a_line(account, "DATA_LINE")
    hear()
    end(before, "MOVE")
    a_line(account, "DATA_LINE", opened=TODAY - timedelta(days=2))

    assert hear()[1:] == [("CHANGE", "DATA_LINE", 2)]


def test_an_ordinary_broadband_line_asks_for_nothing() -> None:
    account = an_account("Harbor Noodles", unit=harbor_branch(), manager=lin())
    a_line(account, "BROADBAND")

    assert hear() == []
