"""What carries a call, a message or an e-mail out. As delivered, nobody is called or written to.

Which system it is says the environment of the installation alone; nobody sets it on a page.
"""

import json
import logging
import smtplib
from base64 import b64encode
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Protocol
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from primeline.approaches.choices import ApproachStatus, Channel
from primeline.approaches.values import Order

SECONDS_TO_WAIT = 10
MOST_READ = 4096

logger = logging.getLogger(__name__)


class Gateway(Protocol):
    """A system that reaches people."""

    def carry_out(self, order: Order) -> ApproachStatus:
        """Hand an order over, once, and return what is known of it then."""


class Console:
    """Reaches nobody and says so; it prints that somebody wanted to, and no number."""

    def carry_out(self, order: Order) -> ApproachStatus:
        logger.info("approach %s (%s): nothing is connected", order.approach_id, order.channel)
        return ApproachStatus.NOT_CONNECTED


class Endpoint:
    """Hands calls or messages to a switchboard over HTTP. It follows no redirect."""

    def __init__(self, address: str) -> None:
        self._parts = urlsplit(address)

    def carry_out(self, order: Order) -> ApproachStatus:
        line = self._line()
        try:
            line.connect()
        except OSError as error:
            logger.warning("approach %s: %s", order.approach_id, type(error).__name__)
            return ApproachStatus.FAILED
        try:
            line.request("POST", self._path(), body=_told(order), headers=self._headers())
            answer = line.getresponse()
            answer.read(MOST_READ)
        except (OSError, HTTPException) as error:
            logger.warning("approach %s: %s", order.approach_id, type(error).__name__)
            return ApproachStatus.UNKNOWN
        finally:
            line.close()
        return _meaning(answer.status)

    def _line(self) -> HTTPConnection:
        kind = HTTPSConnection if self._parts.scheme == "https" else HTTPConnection
        return kind(str(self._parts.hostname), self._parts.port, timeout=SECONDS_TO_WAIT)

    def _path(self) -> str:
        query = f"?{self._parts.query}" if self._parts.query else ""
        return f"{self._parts.path or '/'}{query}"

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json"}
        if self._parts.username:
            name, word = unquote(self._parts.username), unquote(self._parts.password or "")
            secret = b64encode(f"{name}:{word}".encode()).decode()
            headers["Authorization"] = f"Basic {secret}"
        return headers


class Mail:
    """Hands e-mails to the mail server; the answer goes to whoever asked for it."""

    def carry_out(self, order: Order) -> ApproachStatus:
        replies = [order.caller] if order.caller else []
        letter = EmailMessage(order.subject, order.text, to=[order.to], reply_to=replies)
        try:
            letter.send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException):
            return ApproachStatus.REFUSED
        except (ConnectionRefusedError, smtplib.SMTPConnectError):
            return ApproachStatus.FAILED
        except (OSError, smtplib.SMTPException) as error:
            logger.warning("approach %s: %s", order.approach_id, type(error).__name__)
            return ApproachStatus.UNKNOWN
        return ApproachStatus.HANDED_OVER


def gateway_for(channel: str) -> Gateway:
    """Return what this installation has for a channel."""
    if channel == Channel.EMAIL:
        is_printed = settings.EMAIL_BACKEND.endswith("console.EmailBackend")
        return Console() if is_printed else Mail()
    address = settings.PRIMELINE_SWITCHBOARDS[channel]
    return Endpoint(address) if address else Console()


def _told(order: Order) -> bytes:
    number, _sign, extension = order.to.partition(";ext=")
    told = {"reference": order.approach_id, "to": number}
    if extension:
        told["extension"] = extension
    more = {"from": order.caller} if order.channel == Channel.CALL else {"text": order.text}
    return json.dumps({**told, **more}).encode()


def _meaning(status: int) -> ApproachStatus:
    if 200 <= status < 300:
        return ApproachStatus.HANDED_OVER
    # It answered that it broke, maybe half-way.
    return ApproachStatus.UNKNOWN if status >= 500 else ApproachStatus.REFUSED
