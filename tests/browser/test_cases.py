"""A whole opening in a browser, from the first wish to the follow-up, by five different people."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from primeline.commitments.models import Commitment
from primeline.customers import actions as customers
from primeline.customers.choices import AttachmentKind
from primeline.customers.models import Customer
from primeline.customers.values import Paper
from primeline.kit import clock
from primeline.processes.actions import install_processes, start_case
from primeline.processes.choices import CaseStatus
from primeline.processes.models import Case, WorkItem
from primeline.processes.queries import get_process
from primeline.processes.tests.drawn import TEST, done, install
from primeline.processes.values import Wish
from primeline.staff.models import Person
from primeline.testing import cast
from primeline.testing.papers import pdf, stream
from tests.browser.windows import DESK, PHONE, Window, a_window, check_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.row("F2", "F8"),
    pytest.mark.django_db(transaction=True),
]

DRAWN = '[data-diagram][data-shown="yes"] svg'
# Who does which step, and what they answer; choices by their codes.
STEPS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("need_taken", "lin", {"service": "internet", "need": "200 M", "address": "Quay 1"}),
    ("precheck", "tom", {"line": "own"}),
    ("solution", "sol", {"equipment": "branch", "monthly_fee": "7000"}),
    ("agreement", "lin", {"outcome": "won"}),
    ("contract", "lin", {"contract_number": "HT-1", "promised_day": "2027-01-15"}),
    ("register", "lin", {}),
    ("upload", "omar", {}),
    ("own_line", "tom", {}),
    ("branch_stock", "tom", {}),
    ("addresses", "tom", {"ip_addresses": "192.0.2.8/29"}),
    ("prepare", "tom", {}),
    ("build", "tom", {}),
    ("test", "tom", {"test_passed": "true"}),
    ("acceptance", "lin", {"is_accepted": "true", "accepted_day": "2027-01-10"}),
    ("billing", "sol", {"billing_day": "2027-01-10"}),
    ("explain", "lin", {"told_day": "2027-01-11"}),
    ("hand_over", "omar", {}),
)
STAGES = STEPS[:4]
CHOICES = {"service", "line", "equipment", "outcome", "test_passed", "is_accepted"}


@pytest.fixture
def bank() -> Customer:
    install()
    install_processes(by=TEST, at=clock.now())
    return cast.harbor_bank()


@pytest.fixture
def windows(chromium: Browser, live_server: LiveServer) -> Iterator[dict[str, Window]]:
    """Return a window for everybody who takes part, in one language or the other."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(
                a_window(chromium, live_server, language=language, size=size, person=person)
            )
            for name, person, language, size in _cast()
        }


def _cast() -> Iterator[tuple[str, Person, str, dict[str, int]]]:
    yield "lin", cast.lin(), "zh-hans", DESK
    yield "tom", cast.tom(), "zh-hans", PHONE
    yield "sol", cast.sol(), "en", DESK
    yield "omar", cast.omar(), "en", DESK
    yield "greta", cast.greta(), "en", DESK


def test_a_whole_opening_by_five_people(windows: dict[str, Window], bank: Customer) -> None:
    case = _is_begun(windows["lin"], bank)
    for kind in ("CONTRACT", "AUTHORITY", "LICENSE", "ACCEPTANCE", "OTHER"):
        _put_on_file(bank, AttachmentKind(kind))
    for node, who, answers in STEPS:
        _is_done(windows[who], case, node, answers)
        if node == "solution":
            _is_sent_back(windows["lin"], windows["sol"], case)
    ended = Case.objects.get(pk=case.pk)
    assert ended.status == CaseStatus.DONE
    assert Commitment.objects.open().filter(step__code="ONBOARDING_FOLLOW_UP").exists()
    page = windows["greta"].open(f"/cases/{case.number}/")
    expect(page.locator(DRAWN).first).to_be_visible()
    # The watermark of bpmn.io stays.
    expect(page.locator(".bjs-powered-by")).to_be_visible()
    check_page(windows["greta"])


def test_a_board_with_many_stages_fits_a_telephone(
    chromium: Browser, live_server: LiveServer, bank: Customer
) -> None:
    for count in range(len(STAGES) + 1):
        wish = Wish(title=f"互联网专线 {count}")
        case = start_case(
            process=get_process("OPENING"), customer=bank, wish=wish, by=cast.lin(), at=clock.now()
        )
        for node, person, answers in STAGES[:count]:
            done(case, node, getattr(cast, person)(), at=clock.now(), **answers)
    with a_window(chromium, live_server, language="en", size=PHONE, person=cast.greta()) as window:
        page = window.open("/cases/board/?process=OPENING")
        expect(page.locator(".stage")).to_have_count(len(STAGES) + 1)
        expect(page.locator(DRAWN).first).to_be_visible()
        check_page(window)


def _is_begun(window: Window, bank: Customer) -> Case:
    page = window.open(f"/cases/new/?account={bank.number}")
    page.select_option("#id_process", "OPENING")
    page.fill("#id_title", "互联网专线 200M")
    page.click(".form-narrow button.btn-primary")
    page.wait_for_url("**/cases/P*/")
    expect(page.locator(DRAWN).first).to_be_visible()
    check_page(window)
    return Case.objects.get()


def _is_done(window: Window, case: Case, node: str, answers: dict[str, str]) -> None:
    item = WorkItem.objects.get(case=case, node=node, ended_at=None)
    page = window.open("/cases/")
    row = page.locator(f'tr[data-row]:has(a[href$="#step-{item.pk}"])')
    expect(row).to_be_visible()
    page.goto(f"{window.server.url}/cases/{case.number}/")
    expect(page.locator(DRAWN).first).to_be_visible()
    desk = page.locator(f"#step-{item.pk}")
    ending = desk.locator(f'form[action="/cases/steps/{item.pk}/end/"]')
    if not ending.is_visible():
        desk.locator(f'details:has(form[action="/cases/steps/{item.pk}/end/"]) > summary').click()
    for name, said in answers.items():
        field = ending.locator(f'[name="{name}"]')
        field.select_option(said) if name in CHOICES else field.fill(said)
    ending.locator("button").click()
    expect(page.locator(f"#step-{item.pk}")).to_have_count(0)


def _is_sent_back(manager: Window, seller: Window, case: Case) -> None:
    item = WorkItem.objects.get(case=case, node="agreement", ended_at=None)
    page = manager.open(f"/cases/{case.number}/")
    back = f'form[action="/cases/steps/{item.pk}/return/"]'
    page.locator(f"details:has({back}) > summary").click()
    page.locator(f'{back} [name="reason"]').fill("价格过高")
    page.locator(f"{back} button").click()
    expect(page.locator(f"#step-{item.pk}")).to_have_count(0)
    page = seller.open("/cases/")
    expect(page.locator("table.matters")).to_contain_text("sent back once")
    check_page(seller)
    _is_done(seller, case, "solution", {"monthly_fee": "6500"})


def _put_on_file(bank: Customer, kind: AttachmentKind) -> None:
    paper = Paper(kind=kind, name=f"{kind}.pdf", content=stream(pdf(kind)))
    customers.attach_file(customer=bank, paper=paper, by=cast.lin(), at=clock.now())
