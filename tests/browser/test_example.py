"""The head of headquarters opens the example operator: home, in both languages."""

import os
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from primeline.demo.actions import seed_example
from primeline.kit import clock
from primeline.staff.choices import Role, UnitKind
from primeline.staff.models import Person
from tests.browser.windows import DESK, PHONE, ROOT, a_window, check_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.empty_archive,
    pytest.mark.django_db(transaction=True),
]

# The picture of the README, taken anew by `make pictures` from an example that fills the page.
PICTURE = ROOT / "docs" / "images" / "home.png"
IS_TAKEN_ANEW = bool(os.environ.get("UPDATE_PICTURES")) or not PICTURE.exists()
SCALE = 0.3 if IS_TAKEN_ANEW else 0.02
BIG_DESK = {"width": 1440, "height": 1080}


@pytest.fixture
def head_of_headquarters() -> Person:
    """Seed the example and return who sees the whole of it."""
    now = clock.now()
    seed_example(today=(now + timedelta(hours=8)).date(), at=now, scale=SCALE)
    return Person.objects.filter(
        postings__role=Role.SERVICE_CENTER, postings__unit__kind=UnitKind.HEADQUARTERS
    ).order_by("pk")[0]


def test_home_of_headquarters(
    chromium: Browser, live_server: LiveServer, head_of_headquarters: Person
) -> None:
    for language, size, mark in (
        ("zh-hans", DESK, "示例数据"),
        ("zh-hans", PHONE, "示例数据"),
        ("en", PHONE, "Example data"),
        ("en", BIG_DESK, "Example data"),
    ):
        person = head_of_headquarters
        with a_window(chromium, live_server, language=language, size=size, person=person) as window:
            page = window.open("/")
            expect(page.get_by_text(mark).first).to_be_visible()
            expect(page.locator("main h1")).to_be_visible()
            check_page(window)
            if IS_TAKEN_ANEW and size is BIG_DESK:
                PICTURE.parent.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=PICTURE)
