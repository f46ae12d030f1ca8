"""Drawings in a browser: labeled in the language of the reader, and large enough to be read."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from primeline.kit import clock
from primeline.processes.actions import install_processes
from primeline.processes.tests.drawn import TEST, install
from primeline.testing import cast
from tests.browser.windows import PHONE, a_window, check_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.engine("sqlite"),
    pytest.mark.row("F1"),
    pytest.mark.django_db(transaction=True),
]
DRAWN = '[data-diagram][data-shown="yes"] svg'
WIDE = {"width": 1440, "height": 900}
LEAST = 10
HEIGHT = "() => document.querySelector('.djs-label tspan').getBoundingClientRect().height"


@pytest.mark.parametrize(
    ("language", "label", "size"),
    [("en", "Take down the need", WIDE), ("zh-hans", "登记需求", PHONE)],
)
def test_a_drawing_is_labeled_for_its_reader(
    chromium: Browser, live_server: LiveServer, language: str, label: str, size: dict[str, int]
) -> None:
    install()
    install_processes(by=TEST, at=clock.now())
    with a_window(
        chromium, live_server, language=language, size=size, person=cast.sara()
    ) as window:
        page = window.open("/processes/OPENING/1/")
        expect(page.locator(DRAWN).first).to_be_visible()
        words = page.locator(".djs-element text").all_text_contents()
        assert label.replace(" ", "") in {one.replace(" ", "") for one in words}
        assert page.evaluate(HEIGHT) >= LEAST
        check_page(window)
