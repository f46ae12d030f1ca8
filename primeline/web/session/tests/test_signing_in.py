"""Coming in and going out: password, second factor, recovery codes."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from primeline.audit.models import Act
from primeline.kit.errors import Refused
from primeline.staff import actions, front_door, queries
from primeline.staff.models import Person
from primeline.testing import cast
from primeline.testing.cast import CASTING, TUESDAY_10AM
from primeline.testing.doors import next_code
from primeline.web.session.tests.coming_in import (
    PASSWORD,
    SECRET,
    come_in,
    give_password,
    shown_secret,
)

pytestmark = pytest.mark.django_db


class TestFirstTime:
    def test_a_second_factor_is_set_up_before_anything_else(
        self, client: Client, lin: Person
    ) -> None:
        answer = give_password(client)
        assert answer.status_code == 302

        profile = client.get(reverse("profile"))
        assert profile["Location"] == "/second-factor/?next=%2Fprofile%2F"
        page = client.get(profile["Location"])
        secret = shown_secret(page.content.decode())
        codes = client.post(page.request["PATH_INFO"], {"code": next_code(secret, ahead=0)})

        assert len(re.findall(r"<code>\d{8}</code>", codes.content.decode())) == 10
        assert client.get(reverse("profile")).status_code == 200
        assert queries.recovery_codes_left(lin) == 10

    def test_a_wrong_code_sets_up_nothing(self, client: Client, lin: Person) -> None:
        give_password(client)
        client.get(reverse("second-factor"))

        answer = client.post(reverse("second-factor"), {"code": "000000"})

        assert answer.status_code == 422
        assert not queries.has_second_factor(lin)

    def test_an_issued_password_is_changed_before_anything_else(
        self, client: Client, lin_with_telephone: Person
    ) -> None:
        issued = "eleven grey umbrellas"
        actions.issue_password(
            person=lin_with_telephone, password=issued, by=cast.ada(), at=TUESDAY_10AM
        )
        give_password(client, password=issued)
        client.post(reverse("mfa_authenticate"), {"code": next_code(SECRET, ahead=0)})

        assert client.get(reverse("profile"))["Location"].startswith("/profile/password/")
        answer = client.post(
            reverse("password"), {"old": issued, "password": PASSWORD, "again": PASSWORD}
        )

        assert answer["Location"] == reverse("home")
        assert client.get(reverse("profile")).status_code == 200
        another = {"old": PASSWORD, "password": issued, "again": issued}
        assert client.post(reverse("password"), another)["Location"] == reverse("profile")


class TestSecondFactor:
    def test_the_code_lets_in_and_is_on_record(
        self, client: Client, lin_with_telephone: Person
    ) -> None:
        asked = give_password(client, next="/profile/sessions/")
        assert asked["Location"] == reverse("mfa_authenticate")

        answer = client.post(asked["Location"], {"code": next_code(SECRET, ahead=0)})

        assert answer["Location"] == "/profile/sessions/"
        assert client.get(answer["Location"]).status_code == 200
        assert Act.objects.filter(kind="staff.sign_in", actor=lin_with_telephone).count() == 1

    def test_the_password_alone_opens_nothing(
        self, client: Client, lin_with_telephone: Person
    ) -> None:
        give_password(client)

        assert client.get(reverse("profile"))["Location"].startswith("/login/")

    def test_a_code_works_once(self, client: Client, lin_with_telephone: Person) -> None:
        code = next_code(SECRET, ahead=0)
        give_password(client)
        client.post(reverse("mfa_authenticate"), {"code": code})

        other = Client()
        give_password(other)
        again = other.post(reverse("mfa_authenticate"), {"code": code})

        assert again.status_code == 422
        assert other.get(reverse("profile")).status_code == 302

    def test_a_code_is_spent_even_where_the_cache_forgot(self, lin_with_telephone: Person) -> None:
        front_door.spend_code(person=lin_with_telephone, code="123456", at=TUESDAY_10AM)
        cache.clear()

        with pytest.raises(Refused):
            front_door.spend_code(person=lin_with_telephone, code="123456", at=TUESDAY_10AM)

    def test_an_old_code_is_refused(
        self, client: Client, lin_with_telephone: Person, tuesday: time_machine.Traveller
    ) -> None:
        code = next_code(SECRET, ahead=0)
        give_password(client)
        tuesday.shift(timedelta(seconds=61))

        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 422

    def test_the_code_of_the_step_before_still_opens_one_door(
        self, client: Client, lin_with_telephone: Person, tuesday: time_machine.Traveller
    ) -> None:
        code = next_code(SECRET, ahead=0)
        for status in (302, 422):
            tuesday.shift(timedelta(seconds=15 * (status == 302) + 15))
            # The library forgets a code after one step; ours is the memory that counts.
            cache.clear()
            other = Client()
            give_password(other)

            assert other.post(reverse("mfa_authenticate"), {"code": code}).status_code == status

    def test_a_recovery_code_works_once(self, client: Client, lin_with_telephone: Person) -> None:
        codes = actions.renew_recovery_codes(person=lin_with_telephone, by=CASTING, at=TUESDAY_10AM)
        give_password(client)
        assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302

        other = Client()
        give_password(other)

        assert other.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 422
        assert queries.recovery_codes_left(lin_with_telephone) == 9

    def test_the_secret_does_not_lie_open_in_the_database(self, lin_with_telephone: Person) -> None:
        assert SECRET not in str(Authenticator.objects.get(user=lin_with_telephone).data)


class TestGoingOut:
    def test_the_browser_forgets(self, client: Client, lin_with_telephone: Person) -> None:
        come_in(client)

        answer = client.post(reverse("account_logout"))

        assert "storage" in answer["Clear-Site-Data"]
        assert client.get(reverse("profile"))["Location"].startswith("/login/")

    def test_a_link_cannot_sign_anybody_out(
        self, client: Client, lin_with_telephone: Person
    ) -> None:
        come_in(client)

        for language, words in (("en", "Sign out?"), ("zh-hans", "退出登录？")):
            client.post("/language/", {"language": language})
            asked = client.get(reverse("account_logout"))
            assert asked.status_code == 200
            assert words in asked.content.decode()
        assert client.get(reverse("profile")).status_code == 200
        assert Client().get(reverse("account_logout"))["Location"] == "/login/"
