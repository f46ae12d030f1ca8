"""Drawings in a browser: labeled in the language of the reader, and large enough to be read."""

from dataclasses import replace

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from primeline.kit import clock
from primeline.processes import queries
from primeline.processes.actions import install_processes
from primeline.processes.tests.drawn import TEST, install
from primeline.replays.tests.told import asked, brought, carried_out
from primeline.replays.tests.told import drawn as replayed_on
from primeline.staff.choices import Role
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


def test_what_a_replay_found_stands_on_the_drawing(
    chromium: Browser, live_server: LiveServer
) -> None:
    replay = carried_out(asked(brought(), replayed_on()))
    for language, waited, size in (("en", "1.0 hours", WIDE), ("zh-hans", "1.0 小时", PHONE)):
        with a_window(
            chromium, live_server, language=language, size=size, person=cast.sara()
        ) as window:
            page = window.open(f"/processes/logs/replays/{replay.pk}/")
            expect(page.locator(DRAWN).first).to_be_visible()
            step = page.locator('[data-container-id="resolve"]')
            expect(step.locator(".diagram-count")).to_have_text("12")
            expect(step.locator(".diagram-note")).to_have_text(waited)
            expect(step.locator(".diagram-fault")).to_have_text("2")
            check_page(window)


def test_a_new_version_is_drawn_in_the_page_by_the_keyboard(
    chromium: Browser, live_server: LiveServer
) -> None:
    install()
    install_processes(by=TEST, at=clock.now())
    with a_window(
        chromium, live_server, language="zh-hans", size=WIDE, person=cast.sara()
    ) as window:
        page = window.open("/processes/OPENING/1/")
        page.click("form[action$='/copy/'] button")
        expect(page.locator('[data-editor][data-shown="yes"]')).to_be_visible()
        # The mark of bpmn.io stays.
        expect(page.locator(".bjs-powered-by")).to_be_visible()
        page.select_option("[data-chosen]", "both")
        page.select_option("[data-kind]", "bpmn:UserTask")
        page.press("[data-append]", "Enter")
        names = page.locator("[data-properties] input.form-control")
        names.nth(0).fill("复核")
        names.nth(0).press("Tab")
        names.nth(1).fill("Look again")
        names.nth(1).press("Tab")
        page.locator("[data-properties] select").nth(0).select_option(Role.SALES)
        check_page(window)
        page.press("[data-save] .btn-primary", "Enter")
        expect(page.locator(".faults li").first).to_be_visible()
        check_page(window)
    drawn = queries.drawn(queries.get_edition("OPENING", 2))
    before = queries.drawn(queries.get_edition("OPENING", 1))
    (new,) = [one for one in drawn.nodes if one.id not in before.by_id]
    assert (new.name, new.name_en, new.role) == ("复核", "Look again", Role.SALES)
    # What was not touched says what it said.
    kept = [replace(one, line=0) for one in drawn.nodes if one.id in before.by_id]
    assert kept == [replace(one, line=0) for one in before.nodes]
    assert drawn.fields == before.fields
    arrows = [one.id for one in drawn.flows if one.id in before.flow_by_id]
    assert arrows == [one.id for one in before.flows]
