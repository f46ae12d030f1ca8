"""While the database is away: people are told so in their language and keep what they typed."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from primeline.customers.models import Contact
from primeline.staff.actions import change_preferences
from primeline.staff.models import Person
from primeline.testing import cast
from primeline.testing.doors import signed_in

pytestmark = pytest.mark.django_db

IN_ENGLISH, IN_CHINESE = "does not answer just now", "暂时无法响应"


@contextmanager
def database_away(begins_with: str = "") -> Iterator[None]:
    """Let every statement fail that begins so, as a locked file or a stopped server does."""

    def refuse(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if str(sql).startswith(begins_with):
            raise OperationalError("database is locked")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        yield


def a_client(person: Person, language: str) -> Client:
    change_preferences(
        person=person, language=language, time_zone="UTC", by=person, at=cast.TUESDAY_10AM
    )
    client = signed_in(person)
    client.raise_request_exception = False
    assert client.get("/profile/").status_code == 200
    return client


def text_of(response: Any) -> str:
    text: str = response.content.decode()
    return text


def test_a_session_that_cannot_be_written_just_now_is_no_fault_of_the_reader() -> None:
    client = a_client(cast.omar(), "en")
    address = f"/accounts/{cast.harbor_bank().number}/"

    with database_away('UPDATE "django_session"'):
        page = client.get(address)

    assert page.status_code == 503
    assert IN_ENGLISH in text_of(page)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(("language", "told"), [("en", IN_ENGLISH), ("zh-hans", IN_CHINESE)])
def test_every_page_says_so_in_the_language_of_its_reader(language: str, told: str) -> None:
    client = a_client(cast.lin(), language)

    with database_away():
        page, part = client.get("/accounts/"), client.get("/", headers={"HX-Request": "true"})
        probe = client.get(reverse("healthz"))

    assert (page.status_code, part.status_code, probe.status_code) == (503, 503, 503)
    assert told in text_of(page)
    assert told in text_of(part)
    assert int(page["Retry-After"]) > 0
    assert part["HX-Retarget"] == "#troubles"
    assert "locked" not in text_of(page)


def test_what_was_typed_comes_back_and_is_stored_once_when_it_is_sent_again() -> None:
    bank, client = cast.harbor_bank(), a_client(cast.lin(), "en")
    address = reverse("accounts:new_contact", args=[bank.number])
    form = {"name": '"王" <b>小</b>', "once": "k" * 32, "csrfmiddlewaretoken": "t" * 32}

    with database_away("INSERT"):
        refused = client.post(address, form)
    assert (refused.status_code, Contact.objects.count()) == (503, 0)
    assert 'value="&#34;王&#34; &lt;b&gt;小&lt;/b&gt;"' in text_of(refused)
    assert f'value="{"t" * 32}"' in text_of(refused)

    assert [client.post(address, form).status_code for _ in range(2)] == [302, 302]
    assert Contact.objects.count() == 1


def test_a_full_disk_is_told_as_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    client = a_client(cast.lin(), "en")

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("primeline.web.accounts.views.render", full)
    assert client.get("/accounts/").status_code == 503


def test_a_secret_does_not_come_back() -> None:
    client = Client(raise_request_exception=False)

    with database_away():
        refused = client.post(
            reverse("account_login"), {"login": "lin", "password": "hunter2 hunter2"}
        )

    assert refused.status_code == 503
    assert "hunter2" not in text_of(refused)
