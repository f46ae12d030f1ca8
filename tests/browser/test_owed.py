"""What is owed, in a browser: a manager's day, a lead who re-plans an absence, a limit changed."""

from datetime import timedelta
from threading import Event

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from primeline.audit import walls
from primeline.commitments import actions
from primeline.commitments.choices import AskedBy, CommitmentStatus
from primeline.commitments.models import Commitment, Offer
from primeline.commitments.queries import owner_id_of
from primeline.commitments.tests.owing import DAY, a_matter, fresh, install
from primeline.customers.models import Customer
from primeline.jobs.runner import run_one
from primeline.kit import clock, delivery
from primeline.kit.jobs import enqueue
from primeline.staff.choices import Role
from primeline.staff.models import Person
from primeline.testing import cast
from tests.browser.windows import DESK, PHONE, Window, a_window, check_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.row("E5", "D4"),
    pytest.mark.django_db(transaction=True),
]

WHY = "双路由核查结果何时给？"


@pytest.fixture
def bank() -> Customer:
    install()
    return cast.harbor_bank()


def test_a_managers_day_on_the_telephone(
    chromium: Browser, live_server: LiveServer, bank: Customer
) -> None:
    now = clock.now()
    late = a_matter("ONBOARDING_FOLLOW_UP", at=now - 9 * DAY, what="专线开通")
    later = a_matter("QUARTERLY_CALL", at=now - DAY, what="季度")
    with a_window(
        chromium, live_server, language="zh-hans", size=PHONE, person=cast.lin()
    ) as window:
        page = window.open("/")
        expect(page.locator("main h1 + *, .answer").first).to_contain_text("2")
        expect(page.locator("table.matters tr[data-row]").first).to_contain_text("专线开通")
        _is_done_from_the_list(page, late)
        _is_put_off(page, later)
        _takes_what_a_customer_asks(window, bank)
    assert (fresh(late).status, fresh(late).note) == (CommitmentStatus.DONE, "已回访，客户满意")
    assert fresh(later).status == CommitmentStatus.PAUSED
    asked = Commitment.objects.get(step__code="ASKED")
    assert (asked.person, asked.customer) == (cast.lin(), bank)


def _is_done_from_the_list(page: Page, late: Commitment) -> None:
    page.locator(f"a[data-act][href='/matters/{late.number}/#acts']").click()
    # By the keyboard: the note is where the cursor stands.
    expect(page.locator("dialog#acts input[name=note]")).to_be_focused()
    page.keyboard.type("已回访，客户满意")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("已办结")
    expect(page.locator("table.matters tr[data-row]")).to_have_count(1)


def _is_put_off(page: Page, later: Commitment) -> None:
    page.locator(f"a[data-act][href='/matters/{later.number}/#acts']").click()
    acts = page.locator("dialog#acts")
    acts.locator("#pause summary").click()
    acts.locator("select[name=reason]").select_option("SNOOZED")
    acts.locator("#pause button").click()
    expect(page.locator("table.matters tr.is-paused")).to_have_count(1)


def _takes_what_a_customer_asks(window: Window, bank: Customer) -> None:
    page = window.open(f"/accounts/{bank.number}/")
    page.locator("a[href*='/matters/inquiries/new/']").click()
    expect(page.locator("#id_account")).to_have_value(bank.number)
    page.locator("#id_text").fill(WHY)
    check_page(window)
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/matters/M*/")
    expect(page.locator("main")).to_contain_text(WHY)
    check_page(window)


def test_a_lead_plans_an_absence_anew(
    chromium: Browser, live_server: LiveServer, bank: Customer
) -> None:
    now, lin, greta, nora = clock.now(), cast.lin(), cast.greta(), cast.nora()
    urgent = [a_matter("COMPLAINT_REPLY", at=now, role="ACCOUNT_MANAGER") for _ in range(2)]
    calls = [a_matter("QUARTERLY_CALL", at=now) for _ in range(2)]
    asked = actions.take_inquiry(
        customer=bank, asked_by=AskedBy.PHONE, text="Line 7?", by=lin, at=now
    )
    with a_window(chromium, live_server, language="en", size=DESK, person=greta) as window:
        _says_who_stands_in(window, lin, nora)
        _gives_away_in_one_go(window, lin, greta, [*urgent, asked])
        check_page(window)
        # What Lin had taken from the customer is offered, and stays Lin's until it is accepted.
        assert {fresh(one).person for one in urgent} == {greta}
        assert (owner_id_of(fresh(asked)), Offer.objects.get().to_person) == (lin.pk, greta)
        page = window.open("/matters/")
        page.locator("section[aria-labelledby=offered] form button.btn-primary").click()
        expect(page.locator("#toasts")).to_contain_text("From now on it is yours")
    assert fresh(asked).person == greta
    with a_window(chromium, live_server, language="en", size=DESK, person=nora) as window:
        rows = window.open("/matters/").locator("table.matters tr[data-row]")
        expect(rows).to_have_count(len(calls))
        expect(rows.first).to_contain_text("you, for Lin")


def _says_who_stands_in(window: Window, lin: Person, nora: Person) -> None:
    page = window.open(f"/staff/people/{lin.pk}/absences/new/")
    page.locator("#id_covered_by").select_option(str(nora.pk))
    page.locator("#id_last_day").fill(f"{clock.now() + timedelta(days=9):%Y-%m-%d}")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(f"**/staff/people/{lin.pk}/")


def _gives_away_in_one_go(
    window: Window, lin: Person, greta: Person, matters: list[Commitment]
) -> None:
    page = window.open(f"/matters/unit/?person={lin.pk}")
    expect(page.locator("section[aria-labelledby=loads]")).to_contain_text("Nora stands in")
    for one in matters:
        page.locator(f"input[name=matter][value^='{one.pk}:']").check()
    page.locator("#id_to_person").select_option(str(greta.pk))
    page.locator("#id_reason").fill("Lin is away; these cannot wait")
    page.locator("#assignment button.btn-primary").click()
    expect(page.locator("#toasts")).to_contain_text("2 matters given.")


def test_a_limit_is_changed_tried_approved_and_moves_what_runs(
    chromium: Browser, live_server: LiveServer, bank: Customer
) -> None:
    now = clock.now()
    sam = cast.a_person("sam", "申明", "Sam", cast.headquarters, Role.SERVICE_CENTER)
    slow = a_matter("SUGGESTION_ANSWER", at=now - 20 * DAY, what="slow")
    actions.keep_commitment(commitment=slow, by=cast.lin(), at=now - 10 * DAY)
    runs = a_matter("SUGGESTION_ANSWER", at=now, what="runs")
    with a_window(chromium, live_server, language="en", person=cast.sara()) as window:
        page = window.open("/standards/versions/new/")
        page.locator("#id_note").fill("Answer suggestions within three working days")
        page.locator("main form button.btn-primary").click()
        _tightens_the_rule(window)
        _tries_it(window)
        page = window.open("/standards/versions/2/")
        page.locator("#id_effective_date").fill(f"{now + timedelta(hours=8):%Y-%m-%d}")
        page.locator("form[aria-labelledby=propose] button.btn-primary").click()
        expect(page.locator("main")).to_contain_text("Waits for approval")
    with a_window(chromium, live_server, language="en", person=sam) as window:
        page = window.open("/standards/versions/2/")
        check_page(window)
        page.locator("form[aria-labelledby=decide] button[value=approve]").click()
        expect(page.locator("main")).to_contain_text("In force")
        _lets_it_take_effect()
        page = window.open(f"/matters/{runs.number}/")
        expect(page.locator("main")).to_contain_text("another version of the policy took effect")
        expect(page.locator("main")).to_contain_text("3 working days")
    assert fresh(runs).due_at < runs.due_at
    assert fresh(slow).due_at == slow.due_at


def _tightens_the_rule(window: Window) -> None:
    page = window.open("/standards/versions/2/rules/?step=SUGGESTION_ANSWER")
    page.locator("table.rules a.btn").first.click()
    page.locator("#id_limit").fill("3")
    page.locator("main form button.btn-primary").first.click()
    page.wait_for_url("**/rules/")


def _tries_it(window: Window) -> None:
    page = window.open("/standards/case/?step=SUGGESTION_ANSWER&version=2")
    expect(page.locator("#winner")).to_be_visible()
    expect(page.locator("main")).to_contain_text("3 working days")
    check_page(window)
    page = window.open("/standards/versions/2/dry-run/")
    expect(page.locator("main")).to_contain_text("1 more would have been broken")
    expect(page.locator("main")).to_contain_text("slow")


def _lets_it_take_effect() -> None:
    at = clock.database_now()
    enqueue(kind="standards.announce", at=at)
    with walls.open_for_system():
        while run_one(worker="test", stopping=Event()) or delivery.deliver_due(at=at + DAY):
            pass
