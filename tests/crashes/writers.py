"""People who send forms all the time, and remember what the server told them was saved."""

import secrets
import time
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread
from urllib.parse import urlencode

from primeline.customers.models import Customer
from primeline.staff.models import Person
from primeline.testing.doors import signed_in

SAVED = 302
TOKEN = "a" * 32


@dataclass(frozen=True, kw_only=True)
class Browser:
    """Where a form is, and the cookies of somebody who may send it."""

    address: str
    cookies: str


def browser_of(person: Person, customer: Customer) -> Browser:
    """Return a browser of this person that shows the form for a new contact of the account."""
    cookies = {name: cookie.value for name, cookie in signed_in(person).cookies.items()}
    return Browser(
        address=f"/accounts/{customer.number}/contacts/new/",
        cookies="; ".join(
            f"{name}={value}" for name, value in (cookies | {"primeline-csrf": TOKEN}).items()
        ),
    )


class Writer:
    """Somebody who adds one person after another to an account."""

    def __init__(self, *, number: int, port: int, browser: Browser) -> None:
        self.acknowledged: list[str] = []
        self.refused: list[int] = []
        self._number = number
        self._port = port
        self._browser = browser
        self._stopping = Event()
        self._thread = Thread(target=self._write, daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self) -> None:
        """Send no more, and wait for the answer that is under way."""
        self._stopping.set()
        self._thread.join(60)
        assert not self._thread.is_alive()

    def _write(self) -> None:
        while not self._stopping.is_set():
            name = f"{self._number} {secrets.token_hex(6)}"
            try:
                status = self._send(name)
            except (OSError, HTTPException):
                # Nobody answered, so nothing was promised.
                time.sleep(0.01)
                continue
            if status == SAVED:
                self.acknowledged.append(name)
            else:
                self.refused.append(status)

    def _send(self, name: str) -> int:
        with closing(HTTPConnection("127.0.0.1", self._port, timeout=30)) as asking:
            form = urlencode({"name": name, "once": secrets.token_urlsafe(24)})
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": self._browser.cookies,
                "X-CSRFToken": TOKEN,
            }
            asking.request("POST", self._browser.address, form, headers)
            return asking.getresponse().status
