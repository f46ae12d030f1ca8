"""The browser of a test process."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.windows import PATIENCE_MILLISECONDS
from tools import debian

SENTENCE = "There is no browser. Please run apt-get install chromium fonts-noto-cjk"
SWITCHES = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return Debian's Chromium. Without one the tests fail; they do not vanish."""
    path = debian.browser()
    if path is None:
        pytest.fail(SENTENCE, pytrace=False)
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    # Chromium keeps root out of its sandbox.
    switches = [*SWITCHES, "--no-sandbox"] if os.geteuid() == 0 else SWITCHES
    # Playwright runs a loop in this thread, in which Django would refuse to touch the database.
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=path, args=switches)
        yield browser
        browser.close()
