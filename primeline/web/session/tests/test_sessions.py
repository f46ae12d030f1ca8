"""How long sessions live, and who ends them; what people keep of themselves."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from primeline.staff import actions, queries
from primeline.staff.choices import MailChoice
from primeline.staff.models import Person
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM
from primeline.testing.doors import next_code, signed_in
from primeline.web.session.limits import SEEN_AT
from primeline.web.session.tests.coming_in import (
    PASSWORD,
    SECRET,
    come_in,
    give_password,
    shown_secret,
)

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]


class TestSessions:
    def test_end_when_nobody_is_there(
        self, client: Client, lin_with_telephone: Person, tuesday: time_machine.Traveller
    ) -> None:
        come_in(client)
        tuesday.shift(timedelta(minutes=29))
        assert client.get(reverse("profile")).status_code == 200
        tuesday.shift(timedelta(minutes=29))
        assert client.get(reverse("profile")).status_code == 200
        tuesday.shift(timedelta(minutes=31))

        assert client.get(reverse("profile"))["Location"].startswith("/login/")

    def test_end_after_half_a_day_whatever_happens(
        self, client: Client, lin_with_telephone: Person, tuesday: time_machine.Traveller
    ) -> None:
        come_in(client)
        for _ in range(35):
            tuesday.shift(timedelta(minutes=20))
            assert client.get(reverse("profile")).status_code == 200
        tuesday.shift(timedelta(minutes=20))

        assert client.get(reverse("profile"))["Location"].startswith("/login/")

    def test_end_as_soon_when_the_clock_is_put_back(
        self, client: Client, lin_with_telephone: Person, tuesday: time_machine.Traveller
    ) -> None:
        come_in(client)
        tuesday.shift(timedelta(days=-1))
        assert client.get(reverse("profile")).status_code == 200
        tuesday.shift(timedelta(minutes=31))

        assert client.get(reverse("profile"))["Location"].startswith("/login/")

    @pytest.mark.django_db(transaction=True)
    def test_open_pages_while_somebody_writes_at_length(
        self, client: Client, lin_with_telephone: Person, tuesday: time_machine.Traveller
    ) -> None:
        come_in(client)
        seen = client.session[SEEN_AT]
        tuesday.shift(timedelta(minutes=2))
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as writer:
            writer.execute("BEGIN IMMEDIATE")
            assert client.get(reverse("profile")).status_code == 200
            assert client.session[SEEN_AT] == seen
            writer.rollback()

        assert client.get(reverse("profile")).status_code == 200
        assert client.session[SEEN_AT] > seen

    def test_key_changes_at_sign_in(self, client: Client, lin_with_telephone: Person) -> None:
        client.get(reverse("account_login"))
        give_password(client)
        before = client.session.session_key

        client.post(reverse("mfa_authenticate"), {"code": next_code(SECRET, ahead=0)})

        assert client.session.session_key != before

    @pytest.mark.parametrize("what", ["role", "deactivation", "second factor", "password"])
    def test_die_at_once_with_what_they_rest_on(
        self, client: Client, lin_with_telephone: Person, what: str
    ) -> None:
        come_in(client)
        person, ada = Person.objects.get(username="lin"), cast.ada()
        deeds: dict[str, Callable[[], object]] = {
            "role": lambda: actions.end_posting(
                posting=person.postings.get(), version=1, by=ada, at=TUESDAY_10AM
            ),
            "deactivation": lambda: actions.deactivate_person(
                person=person, version=person.version, by=ada, at=TUESDAY_10AM
            ),
            "second factor": lambda: actions.reset_second_factor(
                person=person, by=ada, at=TUESDAY_10AM
            ),
            "password": lambda: actions.issue_password(
                person=person, password="eleven grey umbrellas", by=ada, at=TUESDAY_10AM
            ),
        }

        deeds[what]()

        assert client.get(reverse("profile"))["Location"].startswith("/login/")

    def test_are_listed_and_ended_one_by_one(
        self, client: Client, lin_with_telephone: Person, tuesday: time_machine.Traveller
    ) -> None:
        come_in(client)
        tuesday.shift(timedelta(seconds=30))
        elsewhere = Client(HTTP_USER_AGENT="Telephone of Lin")
        come_in(elsewhere)

        assert "Telephone of Lin" in client.get(reverse("sessions")).content.decode()
        other = next(
            one
            for one in queries.sessions_of(lin_with_telephone)
            if one.program == "Telephone of Lin"
        )
        client.post(reverse("ended-session", kwargs={"session_id": other.pk}))

        assert elsewhere.get(reverse("profile"))["Location"].startswith("/login/")
        assert client.get(reverse("profile")).status_code == 200

    def test_of_others_are_nobodys_business(self, lin_with_telephone: Person) -> None:
        client = Client()
        come_in(client)
        session = queries.sessions_of(lin_with_telephone)[0]

        answer = signed_in(cast.mira()).post(
            reverse("ended-session", kwargs={"session_id": session.pk})
        )

        assert answer.status_code == 404
        assert client.get(reverse("profile")).status_code == 200

    def test_all_others_end_at_one_word(
        self, client: Client, lin_with_telephone: Person, tuesday: time_machine.Traveller
    ) -> None:
        come_in(client)
        tuesday.shift(timedelta(seconds=30))
        elsewhere = Client()
        come_in(elsewhere)

        client.post(reverse("other-sessions"))

        assert elsewhere.get(reverse("profile")).status_code == 302
        assert client.get(reverse("profile")).status_code == 200


class TestProfile:
    def test_the_language_is_remembered_by_person(self, lin_with_telephone: Person) -> None:
        client = Client()
        come_in(client)
        client.post(reverse("profile"), {"language": "en", "time_zone": "Asia/Urumqi"})

        person = Person.objects.get(username="lin")

        assert (person.language, person.time_zone) == ("en", "Asia/Urumqi")
        # What was not said stays as it was.
        assert person.mailed_notices == MailChoice.URGENT
        mail = {"language": "en", "time_zone": "Asia/Urumqi", "mailed_notices": "ALL"}
        assert client.post(reverse("profile"), mail | {"mailed_notices": "?"}).status_code == 422
        client.post(reverse("profile"), mail)
        assert Person.objects.get(username="lin").mailed_notices == MailChoice.ALL
        assert "What others see" in client.get(reverse("profile")).content.decode()

    def test_the_switch_in_the_head_is_remembered_by_person(
        self, lin_with_telephone: Person
    ) -> None:
        client = signed_in(lin_with_telephone)

        client.post(reverse("language"), {"language": "zh-hans"})

        assert Person.objects.get(username="lin").language == "zh-hans"

    def test_a_wrong_old_password_changes_nothing(self, lin_with_telephone: Person) -> None:
        client = signed_in(lin_with_telephone)

        answer = client.post(
            reverse("password"),
            {"old": "wrong", "password": "a fine new sentence", "again": "a fine new sentence"},
        )

        assert answer.status_code == 422
        assert Person.objects.get(username="lin").check_password(PASSWORD)

    def test_the_second_factor_moves_after_a_code_of_the_old_one(
        self, lin_with_telephone: Person, tuesday: time_machine.Traveller
    ) -> None:
        client = signed_in(lin_with_telephone)
        address = reverse("other-second-factor")
        assert client.post(address, {"code": "000000"}).status_code == 422

        client.post(address, {"code": next_code(SECRET, ahead=0)})
        secret = shown_secret(client.get(address).content.decode())
        client.post(address, {"code": next_code(secret, ahead=0)})
        # The code that proved the new factor is spent.
        tuesday.shift(timedelta(seconds=31))

        come_in(Client(), secret=secret)
