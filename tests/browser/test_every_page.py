"""Every page of the product, read by a machine: in both languages, on a desk and on a phone.

The list of pages is the table of the permission matrix, so a new page is swept without being named
here. What is no page of its own stands in `NO_PAGES` with the reason.
"""

import os
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from secrets import token_bytes
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Error, expect
from pytest_django.live_server_helper import LiveServer

from primeline.kit import clock
from primeline.staff import actions as staff
from primeline.staff.choices import Role
from primeline.testing import cast
from tests.browser.town import an_account, build_town, furnish, settle
from tests.browser.windows import (
    EVERY_RULE,
    UNFINISHED,
    Window,
    a_window,
    faults_of,
)
from tests.matrix.rows import Row
from tests.matrix.table import FOR_STRANGERS, ROWS
from tests.matrix.trying import address_of
from tests.matrix.world import Relation, World, build_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}
# So many tests share the pages, so that they can share processors.
PARTS = 4
# Each page is looked at in both languages and at both widths. That it fits is asked everywhere; all
# rules are asked of it once, and pages take turns. `make test-all` asks all rules everywhere.
TURNS = (("zh-hans", WIDE), ("en", NARROW), ("zh-hans", NARROW), ("en", WIDE))
IS_WHOLLY = "PRIMELINE_TEST_WHOLLY" in os.environ

NO_PAGES = {
    "accounts:older_lines": "more lines for a timeline that is on the page already",
    "accounts:attachment": "a file to save",
    "capture:accounts": "what the form of quick capture offers as one types",
    "capture:person": "said to a script",
    "capture:worker": "a script",
    "competences:certificate": "a file to save",
    "matters:enclosure": "a file to save",
    "cases:by_place": "leads from what is owed for a step to its case",
    "matters:badge": "a number beside an entry of the navigation",
    "matters:acts": "what the window over a list of matters shows",
    "import_template": "a file to fill in",
    "import_progress": "a stream for the page of an import",
    "import_errors": "a file of rows to mend",
    "visits:calendar": "read by a calendar program",
    "healthz": "said to a machine",
    "language": "a button: it comes back to the page on which it stands",
    "account_logout": "a button",
}
# Who looks at a page, if they may: whoever sees and may do most comes first.
READERS = (Role.SERVICE_CENTER, Role.BRANCH_LEAD, Role.ADMINISTRATOR, Role.AUDITOR)
PASSWORD = "quiet lamp under seven rivers"
# A change of width is heard on the way to the next frame: look after it.
LAID_OUT = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
# Where a page sends whoever opens it, as the state of the thing wants it.
SENT_ON = {"import_batch": "mapping/"}

READ_ROWS = [row for row in ROWS if row.method == "GET"]
ROWS_OF_PAGES = [row for row in READ_ROWS if row.route not in NO_PAGES]
NO_PAGE_ROWS = [row for row in READ_ROWS if row.route in NO_PAGES]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One page to look at, in the session of somebody who may see it; "" is a stranger's."""

    name: str
    address: str
    session: str
    status: int = 200


@pytest.fixture
def world() -> World:
    """Build the world of the matrix with something on every page, and a name of great length."""
    world = build_world()
    town = build_town()
    furnish(world.account(Relation.OWN), town=town)
    long_name = "𠮷林省青堰市滨江新区经济技术开发区综合保税物流园区投资运营集团"
    an_account(long_name, cast.harbor_branch(), None, at=town.at)
    settle(town)
    return world


@pytest.mark.heavy
@pytest.mark.timeout(1800)  # hundreds of looks, on whatever machine this is
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_reads_well_and_nothing_else_is_a_page(
    chromium: Browser, live_server: LiveServer, world: World, part: int
) -> None:
    faults = [*_pretenders(world, NO_PAGE_ROWS[part::PARTS])]
    with a_window(chromium, live_server, language="en", size=WIDE) as window:
        for number, sheet in [*enumerate(sheets(world))][part::PARTS]:
            for language in LANGUAGES:
                found = _read(window, sheet, language, number)
                faults += [f"{sheet.name} in {language} {fault}" for fault in found]

    assert not faults, "\n".join(faults)


def test_every_route_is_swept_or_has_a_reason_not_to_be() -> None:
    swept = {row.route for row in ROWS_OF_PAGES} | STRANGERS.keys()
    wanted = {row.route for row in READ_ROWS} | FOR_STRANGERS.keys()

    assert wanted - swept == set(NO_PAGES)


def sheets(world: World) -> Iterator[Sheet]:
    """Return every page, those of one reader after the other."""
    for row in ROWS_OF_PAGES:
        yield _sheet(world, row, _reader(row))
    for role in Role:
        # The first page of each role is a page of its own.
        session = world.sessions[role]
        yield Sheet(name=f"home of {role}", address=reverse("home"), session=session)
    for name, make in STRANGERS.items():
        yield replace(make(world), name=name)
    session = world.sessions[Role.TECHNICIAN]
    yield Sheet(name="no such page", address="/nowhere/", session=session, status=404)
    yield Sheet(name="no permission", address="/imports/", session=session, status=403)


def _reader(row: Row) -> Role:
    return next(role for role in READERS if role in row.opens)


def _sheet(world: World, row: Row, role: Role) -> Sheet:
    relation = sorted(row.subject.reached(role), key=lambda r: r.name)[-1] if row.subject else OWN
    address = address_of(row, world, relation)
    body = row.body(world, relation)
    asked = f"{address}?{urlencode(body)}" if body else address
    session = world.halfway if row.route == "second-factor" else world.sessions[role]
    return Sheet(name=row.name, address=asked, session=session)


def _pretenders(world: World, rows: list[Row]) -> Iterator[str]:
    """Return what answers with a page although it is said to be none."""
    for row in rows:
        sheet = _sheet(world, row, _reader(row))
        if b"<html" in b"".join(_client(sheet.session).get(sheet.address)):
            yield f"{row.route} is a page"


def _read(window: Window, sheet: Sheet, language: str, number: int) -> Iterator[str]:
    _sign_in(window, sheet.session, language)
    if sheet.status != 200:
        window.awaits(sheet.status)
    asked = f"{window.server.url}{sheet.address}"
    reached = f"{asked}{SENT_ON.get(sheet.name.removeprefix('GET '), '')}"
    try:
        answer = window.page.goto(asked, wait_until="load")
        expect(window.page.locator(UNFINISHED)).to_have_count(0)
    except (Error, AssertionError) as error:
        yield f"cannot be opened: {error}"
        return
    if answer is None or answer.status != sheet.status or window.page.url != reached:
        yield f"answered {answer and answer.status} at {window.page.url}"
    if window.page.locator("html").get_attribute("lang") != LANGUAGES[language]:
        yield "is in the wrong language"
    yield from _look(window, language, number)


def _look(window: Window, language: str, number: int) -> Iterator[str]:
    """Look at the page as wide as the window is, and then at the other width."""
    is_wide = window.page.viewport_size == WIDE
    for number_of_look, size in enumerate((WIDE, NARROW) if is_wide else (NARROW, WIDE)):
        if number_of_look:
            window.page.set_viewport_size(size)  # type: ignore[arg-type]
            window.page.evaluate(LAID_OUT)
        is_its_turn = TURNS[number % len(TURNS)] == (language, size)
        rules = EVERY_RULE if IS_WHOLLY or is_its_turn else None
        yield from (f"at {size['width']}: {fault}" for fault in faults_of(window, rules))


def _sign_in(window: Window, session: str, language: str) -> None:
    """Let the window be that of a session, read in this language."""
    cookies: list[Any] = [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language}]
    if session:
        client = _client(session)
        kept = client.session
        kept["language"] = language
        kept.save()
        cookies.append({"name": settings.SESSION_COOKIE_NAME, "value": session})
    window.page.context.clear_cookies()
    for cookie in cookies:
        cookie["url"] = window.server.url
    window.page.context.add_cookies(cookies)


def _client(session: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def _at_login(world: World) -> Sheet:
    return Sheet(name="", address=reverse("account_login"), session="")


def _at_code(world: World) -> Sheet:
    """Give Tom a password and a telephone, and let him type the password alone."""
    tom, at = cast.tom(), clock.now()
    secret = b32encode(token_bytes(20)).decode()
    staff.choose_password(person=tom, password=PASSWORD, by=cast.CASTING, at=at)
    staff.set_second_factor(person=tom, secret=secret, by=cast.CASTING, at=at)
    client = Client()
    client.post(reverse("account_login"), {"login": "tom", "password": PASSWORD})
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Sheet(name="", address=reverse("mfa_authenticate"), session=session)


def _let_go(world: World) -> Sheet:
    return Sheet(name="", address=reverse("account_inactive"), session="", status=403)


def _without_network(world: World) -> Sheet:
    return Sheet(name="", address=reverse("capture:shell"), session="")


OWN = Relation.OWN
STRANGERS = {
    "capture:shell": _without_network,
    "account_login": _at_login,
    "mfa_authenticate": _at_code,
    "account_inactive": _let_go,
}
