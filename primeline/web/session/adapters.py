"""Where the login library asks this house: what it stores, and what it leaves to our actions."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from primeline.kit import clock, secrets
from primeline.staff import actions
from primeline.web.pages import LANGUAGE_OF_SESSION
from primeline.web.session.limits import open_session

SECOND_FACTOR = "second factor"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up here, and every change of a person is an action of ours."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        open_session(request, at=clock.now())
        # The person's own language counts from here on, not the one of the login page.
        request.session.pop(LANGUAGE_OF_SESSION, None)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        actions.sign_in(person=user, by=user, at=clock.now())
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def set_password(self, user: Any, password: str) -> None:
        actions.choose_password(person=user, password=password, by=user, at=clock.now())
        user.refresh_from_db()

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: our pages speak for themselves, in both languages."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of second factors encrypted."""

    def encrypt(self, text: str) -> str:
        return secrets.seal(text, purpose=SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.unseal(encrypted_text, purpose=SECOND_FACTOR)
