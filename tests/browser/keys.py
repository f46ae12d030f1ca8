"""Keys for people who come in by the front door themselves."""

from base64 import b32encode
from secrets import token_bytes

from playwright.sync_api import Page, expect

from primeline.kit import clock
from primeline.staff import actions
from primeline.staff.models import Person
from primeline.testing.cast import CASTING
from primeline.testing.doors import code_now
from tests.browser.windows import Window

PASSWORD = "quiet lamp under seven rivers"


def give_keys(person: Person, *, language: str) -> str:
    """Give a person a password, a telephone and their language; return what the telephone knows."""
    at = clock.now()
    # A code works once, so no two journeys share a secret.
    secret = b32encode(token_bytes(20)).decode()
    actions.choose_password(person=person, password=PASSWORD, by=CASTING, at=at)
    actions.set_second_factor(person=person, secret=secret, by=CASTING, at=at)
    actions.change_preferences(
        person=person, language=language, time_zone="Asia/Shanghai", by=person, at=at
    )
    # The password is part of every session's fingerprint.
    person.refresh_from_db()
    return secret


def come_in(window: Window, username: str, secret: str) -> Page:
    """Sign in with password and code, from the address of the first page on."""
    page = window.open("/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button.btn-primary").click()
    page.locator("input[name=code]").fill(code_now(secret))
    page.locator("main button.btn-primary").click()
    expect(page.locator(".me")).to_be_visible()
    return page
