"""Greta imports a customer file: she brings it, maps it, looks, and has it written."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from primeline.customers.models import Customer
from primeline.imports.tests.desk import reference
from primeline.imports.tests.test_telco import telco_file
from primeline.jobs.worker import Worker
from primeline.products.models import Subscription
from primeline.testing import cast
from tests.browser.windows import DESK, PHONE, a_window, check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.row("B9")]

WORDS = {
    "zh-hans": {
        "check": "校验",
        "valid": "写入正确的 99 行",
        "left out": "不取用",
        "none": "尚未导入任何文件",
    },
    "en": {
        "check": "Check the rows",
        "valid": "Write the 99 valid rows",
        "left out": "left out",
        "none": "Nothing has been imported yet",
    },
}


@pytest.fixture
def customer_file(tmp_path: Path) -> Path:
    """A hundred households of a real file, one of them with a charge that is none."""
    file = tmp_path / "households.csv"
    lines = telco_file(100).decode().splitlines()
    lines[7] = re.sub(r",[\d.]+,([\d.]+)$", r",about thirty,\1", lines[7])
    file.write_text("\n".join(lines))
    return file


@pytest.mark.parametrize(("language", "size"), [("zh-hans", PHONE), ("en", DESK)])
def test_a_real_file_comes_into_the_archive(
    chromium: Browser,
    live_server: LiveServer,
    customer_file: Path,
    language: str,
    size: dict[str, int],
) -> None:
    reference()
    words, greta = WORDS[language], cast.greta()
    with a_window(chromium, live_server, language=language, size=size, person=greta) as window:
        # Nothing is there yet; the page says so and offers the way on.
        page = window.open("/imports/")
        expect(page.locator("main")).to_contain_text(words["none"])
        check_page(window)

        # The file is chosen; unit and kind of rows need no choice.
        page.goto(f"{live_server.url}/imports/new/")
        check_page(window)
        page.locator("input[type=file]").set_input_files(customer_file)
        page.locator("main form button.btn-primary").click()

        # Every column was guessed; one that she takes out is greyed at once.
        page.wait_for_url("**/mapping/")
        expect(page.locator("#field-6")).to_have_value("tenure_months")
        page.locator("#field-16").select_option(label=words["left out"])
        expect(page.locator("tr.is-left-out")).to_have_count(7)
        check_page(window)

        # One row is in error, and the page says in which column and what to do.
        page.get_by_role("button", name=words["check"], exact=True).click()
        expect(page.locator("#pane")).to_contain_text("about thirty")
        expect(page.locator("#pane tbody tr")).to_have_count(1)
        check_page(window)

        # The other ninety-nine are written while she waits.
        _write(page, words["valid"])
        expect(page.locator(".state-good")).to_be_visible()
        check_page(window)
    assert Customer.objects.count() == 99
    assert Subscription.objects.filter(terminated_date__isnull=False).exists()


def _write(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()
    page.wait_for_load_state("networkidle")
    Worker().run_until_idle()
