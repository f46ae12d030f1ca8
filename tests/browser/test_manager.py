"""Lin's day: what is due, the bank by its initials, its level and why, its name mended."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from primeline.audit.models import Look
from primeline.testing import cast
from primeline.testing.doors import code_now
from tests.browser.keys import PASSWORD, come_in, give_keys
from tests.browser.town import BANK, BANK_INITIALS, MILLS, PORT, Town, build_town
from tests.browser.windows import DESK, PHONE, Window, a_window, check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {
    "zh-hans": {
        "home": "我的一天",
        "due": "合同到期",
        "level": "级别与依据",
        "key account": "大客户",
        "missing": "请填写此项。",
        "saved": "已保存。",
        "somebody": "林晓",
        "history": "变更历史",
    },
    "en": {
        "home": "My day",
        "due": "Contract ends",
        "level": "Level and why",
        "key account": "Key account",
        "missing": "Fill in this field.",
        "saved": "Saved.",
        "somebody": "Lin",
        "history": "History",
    },
}
NEW_NAME, OTHER_NAME, WHY = "望潮商行", "望潮行", "改制更名"
SAVE = "main form button.btn-primary"


@pytest.fixture
def town() -> Town:
    return build_town()


@pytest.mark.parametrize("language", WORDS)
def test_a_day_of_an_account_manager(
    chromium: Browser, live_server: LiveServer, town: Town, language: str
) -> None:
    words, lin = WORDS[language], cast.lin()
    secret = give_keys(lin, language=language)
    with (
        a_window(chromium, live_server, language=language, size=DESK) as window,
        a_window(chromium, live_server, language=language, person=lin) as other_window,
    ):
        page = come_in(window, "lin", secret)
        _sees_what_is_due(page, town, words)
        check_page(window)
        _finds_by_initials(page, town)
        check_page(window)
        _reads_why(page, words)
        other_window.open(f"/accounts/{town.bank.number}/identity/")
        _mends_its_name(window, town, words)
        _is_told_what_differs(other_window, town, words)
        _sees_the_change(page, words)
        check_page(window)
        _takes_own_list_out(page, town)
        _is_kept_from_the_other_province(window, town)


def _sees_what_is_due(page: Page, town: Town, words: dict[str, str]) -> None:
    expect(page.locator("main h1")).to_have_text(words["home"])
    owed = page.locator("table.owed tr[data-row]", has_text=words["due"])
    expect(owed).to_contain_text(BANK)
    expect(owed).to_contain_text(f"HT-{town.bank.pk}")
    expect(page.locator("table.radar tr[data-row]")).to_have_count(1)
    for stranger in (PORT, MILLS):
        expect(page.locator("body")).not_to_contain_text(stranger)


def _finds_by_initials(page: Page, town: Town) -> None:
    page.locator("#search-input").press_sequentially(BANK_INITIALS)
    hits = page.locator("#search-found a")
    expect(hits).to_have_count(1)
    expect(hits).to_contain_text(BANK)
    hits.click()
    page.wait_for_url(f"**/accounts/{town.bank.number}/")
    expect(page.locator("main h1")).to_contain_text(BANK)


def _reads_why(page: Page, words: dict[str, str]) -> None:
    page.locator(".tabs").get_by_role("link", name=words["level"], exact=True).click()
    page.wait_for_url("**/level/")
    expect(page.locator("#pane .verdict strong")).to_have_text(words["key account"])
    # Two leased lines are held, and one is enough.
    expect(page.locator("#pane .state-good").first).to_be_visible()


def _mends_its_name(window: Window, town: Town, words: dict[str, str]) -> None:
    page, bank = window.page, town.bank
    page.locator("summary[data-act]").click()
    page.locator("a[href$='/identity/']").click()

    # Without a name nothing is saved, and the field says why.
    window.awaits(422)
    page.locator("#id_name").fill("")
    page.locator("#id_short_name").fill(NEW_NAME)
    page.locator(SAVE).click()
    expect(page.locator("#id_name_error")).to_contain_text(words["missing"])
    expect(page.locator("#id_short_name")).to_have_value(NEW_NAME)
    check_page(window)
    bank.refresh_from_db()
    assert bank.short_name == BANK

    page.locator("#id_name").fill(bank.name)
    page.locator("#id_reason").fill(WHY)
    page.locator(SAVE).click()
    page.wait_for_url(f"**/accounts/{bank.number}/")
    expect(page.locator("#toasts")).to_contain_text(words["saved"])
    expect(page.locator("main h1")).to_contain_text(NEW_NAME)
    bank.refresh_from_db()
    assert (bank.short_name, bank.version) == (NEW_NAME, 2)


def _is_told_what_differs(window: Window, town: Town, words: dict[str, str]) -> None:
    """Another window still shows the account as it was: what it saves is refused."""
    page, bank = window.page, town.bank
    window.awaits(409)
    page.locator("#id_short_name").fill(OTHER_NAME)
    page.locator(SAVE).click()
    differs = page.locator("table.differences tbody tr")
    expect(differs).to_have_count(1)
    expect(differs.locator("td").nth(0)).to_contain_text(OTHER_NAME)
    expect(differs.locator("td").nth(1)).to_contain_text(NEW_NAME)
    expect(page.locator(".alert-warning")).to_contain_text(words["somebody"])
    check_page(window)
    bank.refresh_from_db()
    assert bank.short_name == NEW_NAME

    differs.locator("input[value=stored]").check()
    expect(page.locator("#id_short_name")).to_have_value(NEW_NAME)
    page.locator(SAVE).click()
    page.wait_for_url(f"**/accounts/{bank.number}/")
    bank.refresh_from_db()
    assert bank.short_name == NEW_NAME


def _sees_the_change(page: Page, words: dict[str, str]) -> None:
    page.locator(".tabs").get_by_role("link", name=words["history"], exact=True).click()
    page.wait_for_url("**/history/")
    change = page.locator("#pane tbody tr", has_text=WHY)
    expect(change.locator("del")).to_have_text(BANK)
    expect(change.locator("ins")).to_have_text(NEW_NAME)
    expect(change).to_contain_text(words["somebody"])


def _takes_own_list_out(page: Page, town: Town) -> None:
    page.locator("nav.side a[href='/accounts/']").click()
    page.wait_for_url("**/accounts/")
    page.locator("details.menu:has([action*='exports/csv']) summary").click()
    with page.expect_download() as taken:
        page.locator("[action*='exports/csv'] button").click()
    file = Path(taken.value.path()).read_text(encoding="utf-8-sig")
    assert town.bank.name in file
    assert PORT not in file and MILLS not in file
    look = Look.objects.get(subject_kind="accounts")
    assert (look.act.actor_name, look.rows_count) == ("lin", 1)


def _is_kept_from_the_other_province(window: Window, town: Town) -> None:
    window.awaits(404)
    page = window.open(f"/accounts/{town.mills.number}/")
    expect(page.locator(".trouble-code")).to_contain_text("404")
    expect(page.locator("body")).not_to_contain_text(MILLS)
    check_page(window)


@pytest.mark.parametrize("language", WORDS)
def test_in_the_car_park(
    chromium: Browser, live_server: LiveServer, town: Town, language: str
) -> None:
    """On a telephone: what is due, the bank, its person's number at the thumb."""
    lin, words = cast.lin(), WORDS[language]
    with a_window(chromium, live_server, language=language, size=PHONE, person=lin) as window:
        page = window.open("/")
        expect(page.locator("main h1")).to_have_text(words["home"])
        expect(page.locator("nav.thumb")).to_be_visible()
        check_page(window)

        page.locator("table.owed a", has_text=BANK).first.click()
        page.wait_for_url(f"**/accounts/{town.bank.number}/")
        expect(page.locator("a[href^='tel:']")).to_be_visible()
        check_page(window)


def test_by_keyboard_alone(chromium: Browser, live_server: LiveServer, town: Town) -> None:
    secret = give_keys(cast.lin(), language="en")
    with a_window(chromium, live_server, language="en") as window:
        keyboard = window.open("/").keyboard
        # The cursor stands in the first field of each step.
        keyboard.type("lin")
        keyboard.press("Tab")
        keyboard.type(PASSWORD)
        keyboard.press("Enter")
        expect(window.page.locator("input[name=code]")).to_be_focused()
        keyboard.type(code_now(secret))
        keyboard.press("Enter")
        expect(window.page.locator("main h1")).to_have_text(WORDS["en"]["home"])
        window.settle()

        # The first stop of the page leads past the menu.
        keyboard.press("Tab")
        expect(window.page.locator("a.skip")).to_be_focused()

        keyboard.press("/")
        keyboard.type(BANK_INITIALS)
        expect(window.page.locator("#search-found a")).to_have_count(1)
        keyboard.press("ArrowDown")
        keyboard.press("Enter")
        window.page.wait_for_url(f"**/accounts/{town.bank.number}/")

        keyboard.press("e")
        _tab_to(window.page, "a[href$='/identity/']")
        keyboard.press("Enter")
        window.page.wait_for_url("**/identity/")
        _tab_to(window.page, "#id_short_name")
        keyboard.press("Control+a")
        keyboard.type(NEW_NAME)
        keyboard.press("Enter")
        expect(window.page.locator("#toasts")).to_contain_text("Saved.")
        check_page(window)
    town.bank.refresh_from_db()
    assert town.bank.short_name == NEW_NAME


def _tab_to(page: Page, wanted: str, *, most: int = 60) -> None:
    for _ in range(most):
        if page.locator(wanted).evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached by the tab key")
