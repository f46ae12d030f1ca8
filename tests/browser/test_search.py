"""The search box by keyboard alone: a slash, arrows, Enter, Escape, and what a reader is told."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from primeline.testing import cast
from tests.browser.town import BANK, BANK_INITIALS, Town, an_account, build_town
from tests.browser.windows import DESK, a_window, check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.row("B8")
def test_walks_through_what_it_finds(chromium: Browser, live_server: LiveServer) -> None:
    town = build_town()
    other = an_account("望潮酒店", cast.harbor_branch(), cast.lin(), at=town.at)
    with a_window(chromium, live_server, language="en", size=DESK, person=cast.lin()) as window:
        page = window.open("/")
        box = page.get_by_role("combobox")
        page.keyboard.press("/")
        expect(box).to_be_focused()
        expect(box).to_have_attribute("aria-expanded", "false")

        page.keyboard.type("wangchao")
        options = page.get_by_role("option")
        expect(options).to_have_count(2)
        expect(box).to_have_attribute("aria-expanded", "true")
        expect(page.locator("#search-said")).to_have_text("2 accounts found")
        _arrows_move(page)
        check_page(window)

        page.keyboard.press("Escape")
        expect(options).to_have_count(0)
        expect(box).to_be_focused()
        expect(box).to_have_attribute("aria-expanded", "false")

        _opens_with_enter(page, town)
        assert other.number not in page.url


def _arrows_move(page: Page) -> None:
    """The cursor stays in the box while the choice moves, past either end back into the box."""
    box, options = page.get_by_role("combobox"), page.get_by_role("option")
    for key, chosen in (
        ("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", None), ("ArrowUp", 1), ("ArrowUp", 0),
    ):  # fmt: skip
        page.keyboard.press(key)
        expect(box).to_be_focused()
        for place in (0, 1):
            is_chosen = "true" if place == chosen else "false"
            expect(options.nth(place)).to_have_attribute("aria-selected", is_chosen)
        name = "" if chosen is None else options.nth(chosen).get_attribute("id")
        assert (box.get_attribute("aria-activedescendant") or "") == name


def _opens_with_enter(page: Page, town: Town) -> None:
    page.keyboard.press("Control+a")
    page.keyboard.type(BANK_INITIALS)
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/accounts/{town.bank.number}/")
    expect(page.locator("main h1")).to_contain_text(BANK)
