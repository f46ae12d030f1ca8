"""Quick capture on a telephone that loses its network: kept, sent once, by whoever wrote it."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from primeline.commitments.models import Inquiry
from primeline.staff.models import Person
from primeline.standards.actions import install_standards
from primeline.testing import cast
from primeline.web.capture import device as kept_there
from tests.browser.town import Town, build_town
from tests.browser.windows import PHONE, Window, a_window, check_page, cookies_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.row("M1"),
    pytest.mark.engine("sqlite"),
]

LANGUAGE, KEPT, AWAY = "zh-hans", "已保存在本设备上", "当前无网络"
SAID = "#capture-said"
COUNT = "#capture-waiting [data-waiting]"


@pytest.fixture
def town() -> Town:
    built = build_town()
    install_standards(by=cast.CASTING, at=built.at)
    return built


def write_down(page: Page, account: str, text: str) -> None:
    page.locator("#id_account").fill(account)
    page.locator("#id_text").fill(text)
    page.locator("#capture button.btn-primary").click()


def becomes(window: Window, person: Person) -> None:
    """Let somebody else sign in on the same device; what was kept on it stays there."""
    context = window.page.context
    context.clear_cookies()
    context.add_cookies(cookies_of(person, LANGUAGE, window.server))


def test_without_network(
    chromium: Browser, live_server: LiveServer, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    lin, mira = cast.lin(), cast.mira()
    with a_window(chromium, live_server, language=LANGUAGE, person=lin, size=PHONE) as window:
        page, device = window.open("/"), window.page.context
        page.locator("a.capture-open").click()
        page.wait_for_url("**/capture/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        check_here(window)

        writes_two_without_network(window, town)

        # With network Mira is signed in: she neither sees nor sends what Lin wrote.
        becomes(window, mira)
        device.set_offline(False)
        window.open("/capture/")
        expect(page.locator("#capture-waiting")).to_be_hidden()
        expect(page.locator("body")).not_to_contain_text("Heard")
        page.evaluate("window.waiting.send()")
        assert not Inquiry.objects.exists()

        becomes(window, lin)
        sends_one_and_mends_the_other(window, town)

        # With another release, what the last one kept goes.
        monkeypatch.setattr(kept_there, "_release", lambda: "later")
        window.open("/capture/")
        page.wait_for_function("caches.keys().then((names) => String(names) === 'capture-later')")


def writes_two_without_network(window: Window, town: Town) -> None:
    page = window.page
    page.context.set_offline(True)
    page.goto(f"{window.server.url}/capture/")
    expect(page.locator(".alert-warning")).to_contain_text(AWAY)
    check_here(window)
    write_down(page, town.bank.number, "Heard in the cellar.")
    expect(page.locator(SAID)).to_contain_text(KEPT)
    write_down(page, "K-0", "Heard of nobody we know.")
    expect(page.locator(COUNT)).to_have_text("2")
    check_here(window)
    assert not Inquiry.objects.exists()


def sends_one_and_mends_the_other(window: Window, town: Town) -> None:
    """Lin is back: the one is sent, the other says why it was not taken, and is mended."""
    page = window.page
    window.awaits(422)
    window.open("/")
    expect(page.locator(".capture-open [data-waiting]")).to_have_text("1")
    page.locator("a.capture-open").click()
    refused = page.locator("#capture-refused")
    expect(refused.locator(".capture-list > li")).to_have_count(1)
    expect(refused).to_contain_text("Heard of nobody we know.")
    expect(page.locator(COUNT)).to_have_text("1")
    assert [one.text for one in Inquiry.objects.all()] == ["Heard in the cellar."]
    check_here(window)
    is_warned_before_leaving(page)
    refused.locator("[data-mend]").click()
    expect(page.locator("#capture-accounts > *")).to_have_count(1)
    page.locator("#id_account").fill(town.bank.number)
    page.locator("[data-pick]").click()
    expect(page.locator("#id_account")).to_have_value(town.bank.number)
    page.locator("#capture button.btn-primary").click()
    page.wait_for_url("**/matters/M*/")
    window.settle()
    assert Inquiry.objects.count() == 2
    check_here(window)


def check_here(window: Window) -> None:
    """Look at a page: that nothing answered without network is what this is about."""
    window.troubles[:] = [one for one in window.troubles if "ERR_INTERNET_DISCONNECTED" not in one]
    check_page(window)


def is_warned_before_leaving(page: Page) -> None:
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.message)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.once("dialog", stay)
    page.locator("details.me summary").click()
    page.locator("form[action='/logout/'] button").click()
    expect(page.locator(COUNT)).to_have_text("1")
    assert len(asked) == 1
    assert "1" in asked[0]
    page.keyboard.press("Escape")
