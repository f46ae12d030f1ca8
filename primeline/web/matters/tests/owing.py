"""What the tests of these pages owe, and what a page says."""

from typing import Any

from django.test import Client

from primeline.commitments.models import Commitment
from primeline.commitments.tests.owing import a_matter, install
from primeline.kit import clock

__all__ = ["a_matter_now", "install", "sent", "text_of"]


def a_matter_now(step: str = "COMPLAINT_REPLY", **more: Any) -> Commitment:
    """Owe Harbor Bank something from this moment on."""
    return a_matter(step, at=more.pop("at", clock.now()), **more)


def text_of(answer: Any) -> str:
    content: str = answer.content.decode()
    return content


def sent(client: Client, address: str, **facts: Any) -> Any:
    """Send a form."""
    return client.post(address, facts)
