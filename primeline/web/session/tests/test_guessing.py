"""Guessing gets slower, never locks anybody out for good, and tells strangers nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from primeline.staff.models import Person
from primeline.testing.doors import next_code
from primeline.web.session.tests.coming_in import (
    SECRET,
    come_in,
    comparable,
    give_password,
    shown_secret,
)

pytestmark = pytest.mark.django_db


class TestGuessing:
    def test_waits_grow_and_end(
        self, client: Client, lin_with_telephone: Person, tuesday: time_machine.Traveller
    ) -> None:
        for _ in range(5):
            assert give_password(client, password="wrong").status_code == 422

        refused = give_password(client)
        assert refused.status_code == 429
        assert 0 < int(refused["Retry-After"]) <= 31
        assert "30" in refused.content.decode()

        tuesday.shift(timedelta(seconds=31))
        assert give_password(client, password="wrong").status_code == 422
        tuesday.shift(timedelta(seconds=31))
        assert give_password(client).status_code == 429
        tuesday.shift(timedelta(seconds=31))
        assert give_password(client)["Location"] == reverse("mfa_authenticate")

    def test_nobody_waits_longer_than_a_quarter_of_an_hour(
        self, client: Client, lin_with_telephone: Person, tuesday: time_machine.Traveller
    ) -> None:
        for _ in range(20):
            give_password(client, password="wrong")
            tuesday.shift(timedelta(minutes=15, seconds=1))

        assert give_password(client).status_code == 302

    def test_nobody_waits_until_a_clock_that_was_put_back_has_caught_up(
        self, client: Client, lin_with_telephone: Person, tuesday: time_machine.Traveller
    ) -> None:
        for _ in range(6):
            give_password(client, password="wrong")
        tuesday.shift(timedelta(days=-1))

        assert give_password(client)["Location"] == reverse("mfa_authenticate")

    def test_a_name_that_does_not_exist_is_answered_alike(
        self, client: Client, lin_with_telephone: Person
    ) -> None:
        def answers(username: str) -> list[tuple[int, str]]:
            found = []
            for _ in range(6):
                answer = give_password(client, username=username, password="wrong")
                found.append((answer.status_code, comparable(answer.content.decode(), username)))
            return found

        assert answers("lin") == answers("nobody")

    def test_codes_are_counted_like_passwords(
        self, client: Client, lin_with_telephone: Person
    ) -> None:
        give_password(client)
        for _ in range(5):
            client.post(reverse("mfa_authenticate"), {"code": "000000"})

        right = client.post(reverse("mfa_authenticate"), {"code": next_code(SECRET, ahead=0)})

        assert right.status_code == 422
        assert give_password(Client()).status_code == 429

    def test_strangers_elsewhere_do_not_keep_somebody_out_of_where_they_sit(
        self, client: Client, lin_with_telephone: Person
    ) -> None:
        come_in(client)
        for number in range(6):
            stranger = Client(REMOTE_ADDR=f"203.0.113.{number}")
            for _ in range(5):
                give_password(stranger, password="wrong")

        assert give_password(Client(REMOTE_ADDR="203.0.113.99")).status_code == 429
        assert give_password(Client()).status_code == 302

    def test_spelling_the_name_otherwise_does_not_start_anew(
        self, client: Client, lin_with_telephone: Person
    ) -> None:
        for name in ("lin", "LIN", " Lin", "ｌｉｎ", "liN"):
            give_password(client, username=name, password="wrong")

        assert give_password(client).status_code == 429


class TestSettingUp:
    def test_a_wait_is_told_on_the_form(self, client: Client, lin: Person) -> None:
        give_password(client)
        address = reverse("second-factor")
        for _ in range(5):
            assert client.post(address, {"code": "000000"}).status_code == 422

        told = client.post(address, {"code": "000000"})

        assert told.status_code == 422
        assert "30" in told.content.decode()


class TestSpentCodes:
    @pytest.mark.parametrize("shape", ["{0}{1}", "{0}-{1}", "{0} {1}"])
    def test_a_code_opens_one_door_however_it_is_typed(
        self, client: Client, lin_with_telephone: Person, shape: str
    ) -> None:
        code = next_code(SECRET, ahead=0)
        come_in(client)
        # Another process of the server remembers nothing of what this one has seen.
        cache.clear()

        other = Client()
        give_password(other)
        again = other.post(reverse("mfa_authenticate"), {"code": shape.format(code[:3], code[3:])})

        assert again.status_code == 422

    def test_the_code_that_proved_a_new_factor_opens_no_door(
        self, client: Client, lin: Person
    ) -> None:
        give_password(client)
        page = client.get(reverse("second-factor")).content.decode()
        code = next_code(shown_secret(page), ahead=0)
        assert client.post(reverse("second-factor"), {"code": code}).status_code == 200
        cache.clear()

        other = Client()
        give_password(other)

        assert other.post(reverse("mfa_authenticate"), {"code": code}).status_code == 422
