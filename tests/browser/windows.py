"""Windows of a real browser, and what every page shown in one must hold to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, Request, Response, expect
from pytest_django.live_server_helper import LiveServer

from primeline.staff.models import Person
from primeline.testing.doors import signed_in

ROOT = Path(__file__).resolve().parents[2]
# A label, or a link within the page, leads to the first of them alone.
TWICE = """() => {
  const found = [...document.querySelectorAll("[id]")]
    .filter(one => one.type !== "hidden" && !one.closest("svg"));
  const ids = found.map(one => one.id);
  return [...new Set(ids.filter((one, at) => ids.indexOf(one) !== at))];
}"""
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
EVERY_RULE: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": WCAG},
    "resultTypes": ["violations"],
    "selectors": False,
}
# Only a page that has got stuck takes this long.
PATIENCE_MILLISECONDS = 60_000
# What waits for an answer or is to be drawn. Waiting for a quiet network takes half a second more.
UNFINISHED = ".htmx-request, [data-chart]:not(:has(svg))"

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
ACCEPTED = {"zh-hans": "zh-CN", "en": "en-US"}


class Window:
    """One window of a browser: a page, and all that went wrong behind it."""

    def __init__(self, page: Page, server: LiveServer) -> None:
        self.page = page
        self.server = server
        self.troubles: list[str] = []
        self.awaited: list[int] = []
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("console", lambda said: self._hear(said.type, said.text))
        page.on("request", self._see)
        page.on("response", self._weigh)
        page.on("requestfailed", self._miss)

    def open(self, address: str) -> Page:
        """Go to an address of ours and wait until it stands still."""
        self.page.goto(f"{self.server.url}{address}", wait_until="load")
        return self.settle()

    def settle(self) -> Page:
        """Wait until the page shown stands still: a key pressed before its scripts run is lost."""
        self.page.wait_for_load_state("load")
        expect(self.page.locator(UNFINISHED)).to_have_count(0)
        return self.page

    def awaits(self, status: int) -> None:
        """Let one of the next answers be a refusal; the next look at the page insists on it."""
        self.awaited.append(status)

    def _hear(self, kind: str, text: str) -> None:
        # What a server refused is said by its answer, more exactly.
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.troubles.append(f"console: {text}")

    def _see(self, request: Request) -> None:
        if not request.url.startswith((self.server.url, "data:", "blob:")):
            self.troubles.append(f"asked another host: {request.url}")

    def _weigh(self, response: Response) -> None:
        if response.status in self.awaited:
            self.awaited.remove(response.status)
        elif response.status >= 400:
            self.troubles.append(f"answered {response.status}: {response.url}")

    def _miss(self, request: Request) -> None:
        # A request is given up when the next letter is typed, and when a file is saved.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"no answer ({request.failure}): {request.url}")


@contextmanager
def a_window(
    chromium: Browser,
    server: LiveServer,
    *,
    language: str,
    size: dict[str, int] | None = None,
    person: Person | None = None,
) -> Iterator[Window]:
    """Open a window in which this person, if any, is signed in already."""
    measures: Any = size or DESK
    context = chromium.new_context(
        viewport=measures,
        locale=ACCEPTED[language],
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    if person is not None:
        context.add_cookies(cookies_of(person, language, server))
    try:
        yield Window(context.new_page(), server)
    finally:
        context.close()


def cookies_of(person: Person, language: str, server: LiveServer) -> list[Any]:
    client = signed_in(person)
    session = client.session
    session["language"] = language
    session.save()
    jar = client.cookies.items()
    return [{"name": name, "value": held.value, "url": server.url} for name, held in jar]


def check_page(window: Window) -> None:
    """Insist that a page reads well for everybody, fits its window and runs without a fault."""
    faults = faults_of(window)
    assert not faults, "\n".join(faults)


def faults_of(window: Window, rules: dict[str, Any] | None = EVERY_RULE) -> list[str]:
    """Return what is wrong with the page that a window shows; the next look begins anew.

    Without rules it is only asked whether the page fits its window and runs without a fault.
    """
    faults = [*window.troubles, *(f"never answered {status}" for status in window.awaited)]
    window.troubles.clear()
    window.awaited.clear()
    if rules is not None:
        faults += _violations(window.page, rules)
        twice: list[str] = window.page.evaluate(TWICE)
        faults += [f"several have the id {each}" for each in twice]
    if (over := _overhang(window.page)) > 0:
        faults.append(f"the page is {over} pixels wider than its window")
    return faults


def _violations(page: Page, rules: dict[str, Any]) -> list[str]:
    # The policy of our pages lets no foreign script in; the browser's own console may run one.
    try:
        if page.evaluate("window.axe === undefined"):
            page.evaluate(AXE.read_text())
        found: Any = page.evaluate("options => axe.run(options)", rules)
    except Error as error:
        raise AssertionError(f"axe could not look at the page: {error}") from error
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def _overhang(page: Page) -> int:
    overhang: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return overhang
