"""Ada's work: a new unit, a new person who comes in and loses her role, a word mended.

Adam finds all of it in the record.
"""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from primeline.customers.models import Industry
from primeline.kit import clock
from primeline.products.actions import install_reference
from primeline.staff.choices import Role
from primeline.staff.models import Person, Unit
from primeline.staff.queries import sessions_of
from primeline.testing import cast
from primeline.testing.doors import code_now
from tests.browser.keys import PASSWORD, come_in, give_keys
from tests.browser.windows import PHONE, Window, a_window, check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {
    "zh-hans": {
        "ended": "该角色已结束",
        "home": "我的一天",
        "saved": "已保存。",
    },
    "en": {"ended": "The role has ended.", "home": "My day", "saved": "Saved."},
}
CODE, UNIT_ZH, UNIT_EN = "REED", "芦荡分公司", "Reed branch"
USERNAME, NAME_ZH, NAME_EN = "mei", "梅若兰", "Mei"
INDUSTRY, OLD_EN = "FINANCE", "Finance and insurance"
NEW_ZH, NEW_EN = "银行保险", "Banking and insurance"
SAVE = "main form button.btn-primary"


@pytest.fixture
def ada() -> Person:
    """Enter Ada, Adam, the province and the words that accounts are classed by."""
    install_reference(by=cast.CASTING, at=clock.now())
    cast.east_province()
    cast.adam()
    return cast.ada()


@pytest.mark.heavy
@pytest.mark.parametrize("language", WORDS)
def test_what_an_administrator_does_is_done_and_on_record(
    chromium: Browser, live_server: LiveServer, ada: Person, language: str
) -> None:
    words, secret = WORDS[language], give_keys(ada, language=language)
    with (
        a_window(chromium, live_server, language=language) as window,
        a_window(chromium, live_server, language=language, size=PHONE) as phone,
    ):
        page = come_in(window, "ada", secret)
        check_page(window)
        _opens_a_unit(page, words)
        _enters_a_person(page, language)
        _gives_a_role(page)
        check_page(window)
        issued = _issues_a_password(window)
        _comes_in_for_the_first_time(phone, issued, words)
        _takes_the_role_back(window, words)
        _is_out(phone)
        _mends_a_word(page, words)
        check_page(window)
        _may_not_read_the_record(window)
    with a_window(chromium, live_server, language=language, person=cast.adam()) as window:
        _finds_it_in_the_record(window)


def _opens_a_unit(page: Page, words: dict[str, str]) -> None:
    page.locator("nav.side a[href='/staff/units/']").click()
    page.locator(".unit-line", has_text="EAST").locator("a[href$='/new/']").click()
    page.locator("#id_name_zh").fill(UNIT_ZH)
    page.locator("#id_name_en").fill(UNIT_EN)
    page.locator("#id_code").fill(CODE)
    page.locator("#id_kind").select_option("BRANCH")
    page.locator(SAVE).click()
    expect(page.locator("#toasts p")).to_be_visible()
    unit = Unit.objects.get(code=CODE)
    assert (unit.name_zh, unit.parent) == (UNIT_ZH, cast.east_province())
    page.goto(f"{page.url.split('/staff/')[0]}/staff/units/{unit.pk}/")


def _enters_a_person(page: Page, language: str) -> None:
    """From the page of the unit on."""
    page.locator("a[href*='/staff/people/new/']").click()
    page.locator("#id_name_zh").fill(NAME_ZH)
    page.locator("#id_name_en").fill(NAME_EN)
    page.locator("#id_username").fill(USERNAME)
    page.locator("#id_language").select_option(language)
    page.locator(SAVE).click()
    page.wait_for_url("**/staff/people/*/")
    expect(page.locator("main h1")).to_be_visible()
    mei = Person.objects.get(username=USERNAME)
    assert (mei.home_unit.code, mei.has_usable_password()) == (CODE, False)


def _gives_a_role(page: Page) -> None:
    page.locator("a[href$='/roles/new/']").click()
    page.locator("#id_role").select_option(Role.ACCOUNT_MANAGER)
    page.locator(SAVE).click()
    page.wait_for_url("**/staff/people/*/")
    expect(page.locator("tr:has([action*='/roles/'])")).to_have_count(1)
    posting = Person.objects.get(username=USERNAME).postings.get()
    assert (posting.role, posting.unit.code) == (Role.ACCOUNT_MANAGER, CODE)


def _issues_a_password(window: Window) -> str:
    page = window.page
    page.locator("form[action$='/password/'] button").click()
    issued = page.locator("code.issued").inner_text()
    check_page(window)
    page.locator("main a.btn-primary").click()
    return issued


def _comes_in_for_the_first_time(phone: Window, issued: str, words: dict[str, str]) -> None:
    """Mei shows what she was given, sets up her telephone and chooses a password of her own."""
    page = phone.open("/")
    page.locator("input[name=login]").fill(USERNAME)
    page.locator("input[name=password]").fill(issued)
    page.locator(SAVE).click()
    page.locator("details:has(.secret) summary").click()
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    check_page(phone)
    page.locator("input[name=code]").fill(code_now(secret))
    page.locator(SAVE).click()
    expect(page.locator("ul.codes li").first).to_be_visible()
    check_page(phone)

    page.locator("main a.btn-primary").click()
    page.wait_for_url("**/profile/password/**")
    page.locator("input[name=old]").fill(issued)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=again]").fill(PASSWORD)
    page.locator(SAVE).click()
    expect(page.locator("main h1")).to_have_text(words["home"])
    assert len(sessions_of(Person.objects.get(username=USERNAME))) == 1


def _takes_the_role_back(window: Window, words: dict[str, str]) -> None:
    page = window.page
    page.locator("form[action*='/roles/'] button").click()
    expect(page.locator("#toasts")).to_contain_text(words["ended"])
    check_page(window)


def _is_out(phone: Window) -> None:
    """Whatever she does next, she stands before the front door."""
    phone.page.reload()
    phone.page.wait_for_url("**/login/**")
    expect(phone.page.locator("input[name=login]")).to_be_visible()
    assert not sessions_of(Person.objects.get(username=USERNAME))


def _mends_a_word(page: Page, words: dict[str, str]) -> None:
    page.locator("nav.side a[href='/reference/']").click()
    page.locator(f"a[href='/reference/industries/{INDUSTRY}/']").click()
    page.locator("#id_name_zh").fill(NEW_ZH)
    page.locator("#id_name_en").fill(NEW_EN)
    page.locator(SAVE).click()
    page.wait_for_url("**/reference/industries/")
    expect(page.locator("#toasts")).to_contain_text(words["saved"])
    assert Industry.objects.get(code=INDUSTRY).name_en == NEW_EN


def _may_not_read_the_record(window: Window) -> None:
    """Whoever runs the system is not the one who reads what was done with it."""
    window.awaits(403)
    window.open("/audit/")
    expect(window.page.locator(".trouble-code")).to_contain_text("403")


def _finds_it_in_the_record(window: Window) -> None:
    page = window.open("/audit/")
    page.locator("#id_actor").fill("ada")
    page.locator("#id_table").select_option("customers_industry")
    page.locator(SAVE).click()
    acts = page.locator("main tbody tr")
    expect(acts).to_have_count(1)
    expect(acts.locator("dd", has_text=NEW_EN).locator("del")).to_have_text(OLD_EN)
    check_page(window)

    page.locator("#id_table").select_option("staff_posting")
    page.locator(SAVE).click()
    expect(acts).to_have_count(2)
    page.locator("#id_table").select_option("staff_unit")
    page.locator(SAVE).click()
    expect(acts).to_have_count(1)
    expect(acts).to_contain_text(CODE)
