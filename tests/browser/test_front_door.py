"""Lin comes in by the front door: a password, a code, and the language she reads."""

from base64 import b32encode
from secrets import token_bytes

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from primeline.kit.deeds import System
from primeline.staff import actions
from primeline.testing import cast
from primeline.testing.doors import code_now
from tests.browser.windows import DESK, PHONE, a_window, check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "quiet lamp under seven rivers"
AT = cast.TUESDAY_10AM
HER_PROFILE = "/profile/"
LANGUAGE_OF_PAGE = {"zh-hans": "zh-Hans", "en": "en"}


@pytest.fixture
def secret() -> str:
    """Give Lin a password and a telephone, and return what the telephone knows."""
    lin, by = cast.lin(), System("journey")
    # A code works once, so no two journeys share a secret.
    secret = b32encode(token_bytes(20)).decode()
    actions.choose_password(person=lin, password=PASSWORD, by=by, at=AT)
    actions.set_second_factor(person=lin, secret=secret, by=by, at=AT)
    return secret


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_comes_in_with_password_and_code(
    chromium: Browser, live_server: LiveServer, secret: str, language: str, size: dict[str, int]
) -> None:
    with a_window(chromium, live_server, language=language, size=size) as window:
        # Whoever is not known is sent to the front door, in the language of their browser.
        page = window.open(HER_PROFILE)
        expect(page.locator("html")).to_have_attribute("lang", LANGUAGE_OF_PAGE[language])
        check_page(window)

        # The password alone opens nothing.
        page.locator("input[name=login]").fill("lin")
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        code = page.locator("input[name=code]")
        expect(code).to_be_visible()
        check_page(window)

        # With the code she is where she wanted to go.
        code.fill(code_now(secret))
        code.press("Enter")
        page.wait_for_url(f"**{HER_PROFILE}")
        expect(page.locator("main h1")).to_be_visible()
        check_page(window)
