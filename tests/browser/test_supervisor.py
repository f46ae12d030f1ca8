"""Sara's morning: lost ÷ gained, the rows behind a bar, a key account without a manager."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from primeline.customers.models import Customer
from primeline.kit import months
from primeline.products.models import Subscription
from primeline.testing import cast
from tests.browser.keys import come_in, give_keys
from tests.browser.town import BANK, MILLS, PORT, Town, build_town
from tests.browser.windows import PHONE, Window, a_window, check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {
    "zh-hans": {"given": "1 个客户已更换客户经理", "manager": "林晓", "nobody": "无客户经理"},
    "en": {"given": "1 account has a new manager.", "manager": "Lin", "nobody": "No manager"},
}
WHY = "新开户，尚无专人"
# Lost is drawn in this color; see `figures/charts.py`.
LOST_BARS = "#content [data-chart='months-options'] svg path[fill='#d9642a']"


@pytest.fixture
def town() -> Town:
    return build_town()


@pytest.mark.parametrize("language", WORDS)
def test_a_morning_at_headquarters(
    chromium: Browser, live_server: LiveServer, town: Town, language: str
) -> None:
    secret = give_keys(cast.sara(), language=language)
    with a_window(chromium, live_server, language=language) as window:
        page = come_in(window, "sara", secret)
        # Twelve months: three leased lines lost, two gained.
        expect(_card(page).locator(".figure-base").first).to_have_text("3 ÷ 2")
        check_page(window)
        _asks_for_parts_of_it(page, town)
        check_page(window)
        _opens_the_rows_behind_a_bar(page, town)
        check_page(window)
        _gives_the_port_a_manager(window, town, WORDS[language])


def _card(page: Page) -> Locator:
    """Return the card of lost ÷ gained, which stands first."""
    return page.locator(".figure-card").first


def _month(page: Page) -> Locator:
    """Return what the card says of the month that is asked for."""
    return _card(page).locator(".figure-beside .fraction").nth(1)


def _asks_for_parts_of_it(page: Page, town: Town) -> None:
    page.locator("nav.side a[href='/figures/']").click()
    page.wait_for_url("**/figures/")
    expect(_month(page)).to_have_text("0 ÷ 0")

    page.locator("#scope-month").fill(f"{town.month:%Y-%m}")
    page.wait_for_url(f"**month={town.month:%Y-%m}*")
    expect(_month(page)).to_have_text("3 ÷ 1")

    page.locator("#scope-unit").select_option("EAST")
    page.wait_for_url("**unit=EAST*")
    expect(_month(page)).to_have_text("1 ÷ 1")

    page.locator("#scope-lines").select_option("DATA_LINE")
    page.wait_for_url("**lines=DATA_LINE*")
    expect(page.locator(".empty-state")).to_be_visible()

    page.locator("#scope-unit").select_option("WEST")
    page.wait_for_url("**unit=WEST*")
    expect(_month(page)).to_have_text("2 ÷ 0")

    page.locator("#scope-unit").select_option("")
    page.wait_for_url("**unit=&*")
    page.locator("#scope-lines").select_option("LEASED")
    page.wait_for_url("**lines=LEASED*")
    expect(_month(page)).to_have_text("3 ÷ 1")


def _opens_the_rows_behind_a_bar(page: Page, town: Town) -> None:
    _highest(page.locator(LOST_BARS)).click()
    page.wait_for_url("**/figures/rows/?*")
    rows = page.locator("main tbody tr[data-row]")
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text=BANK)).to_have_count(1)
    expect(rows.filter(has_text=MILLS)).to_have_count(2)
    ended = Subscription.objects.filter(
        terminated_date__gte=town.month, terminated_date__lt=months.shift(town.month, 1)
    )
    numbers = {row.split()[0] for row in rows.locator("td:nth-child(2)").all_inner_texts()}
    assert numbers == set(ended.values_list("number", flat=True))


def _highest(bars: Locator) -> Locator:
    """Return the bar that stands highest: months without losses have one of no height."""
    expect(bars.first).to_be_attached()
    heights = [(box["height"] if (box := bar.bounding_box()) else 0) for bar in bars.all()]
    return bars.nth(heights.index(max(heights)))


def _gives_the_port_a_manager(window: Window, town: Town, words: dict[str, str]) -> None:
    page = window.open("/")
    page.locator("a.chip.is-alarm[href*='NO_MANAGER']").click()
    page.wait_for_url("**/named-accounts/?alarm=NO_MANAGER")
    row = page.locator("tr[data-row]", has_text=PORT)
    expect(row).to_contain_text(words["nobody"])
    check_page(window)

    row.locator("input[type=checkbox]").check()
    page.locator("#id_account_manager").select_option(label=words["manager"])
    page.locator("#id_reason").fill(WHY)
    page.locator("fieldset button.btn-primary").click()
    expect(page.locator("#toasts")).to_contain_text(words["given"])
    expect(page.locator("main tr[data-row]")).to_have_count(0)
    check_page(window)

    window.open("/")
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator("a.chip.is-alarm[href*='NO_MANAGER']")).to_have_count(0)
    assert Customer.objects.get(pk=town.port.pk).account_manager == cast.lin()


@pytest.mark.parametrize("language", WORDS)
def test_a_province_sees_itself_and_nothing_beside_it(
    chromium: Browser, live_server: LiveServer, town: Town, language: str
) -> None:
    paul = cast.paul()
    with a_window(chromium, live_server, language=language, size=PHONE, person=paul) as window:
        page = window.open(f"/figures/?month={town.month:%Y-%m}")
        expect(_month(page)).to_have_text("1 ÷ 1")
        expect(page.locator("body")).to_contain_text(BANK)
        expect(page.locator("body")).not_to_contain_text(MILLS)
        expect(page.locator("#scope-unit option[value=HARBOR]")).to_have_count(1)
        expect(page.locator("#scope-unit option[value=WEST]")).to_have_count(0)
        check_page(window)

        window.awaits(404)
        window.open("/figures/?unit=WEST")
        expect(page.locator(".trouble-code")).to_contain_text("404")
