"""Forms for signing in and for what people keep of themselves."""

from functools import cache
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.internal.auth import validate_totp_code
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from primeline.kit import clock
from primeline.kit.errors import Refused
from primeline.staff import front_door
from primeline.staff.choices import MailChoice
from primeline.staff.rules import time_zones
from primeline.web.session import throttle

CODE_ATTRIBUTES = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "autofocus": True,
    "spellcheck": "false",
}
# Common ones first; every other zone stands below them.
USUAL_ZONES = ("Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Singapore", "UTC")


class LoginForm(account.LoginForm):  # type: ignore[misc]
    """The user name and the password."""

    error_messages = {
        "username_password_mismatch": _("The user name or the password is not right."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["login"].label = _("User name")
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autofocus": True,
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """A code of the second factor, or a recovery code. Each works once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the app")
        self.fields["code"].widget.attrs = dict(CODE_ATTRIBUTES)

    def clean_code(self) -> str:
        return checked_code(self, super().clean_code)


class EnrolForm(forms.Form):
    """The first code of a new second factor, which proves that it works."""

    code = forms.CharField(
        label=_("Code shown by the app"),
        max_length=16,
        widget=forms.TextInput(attrs=CODE_ATTRIBUTES),
    )

    def __init__(self, *args: Any, request: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.secret = request, secret

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        username = self.request.user.username
        throttle.check_may_try(self.request, username)
        if not validate_totp_code(self.secret, code):
            throttle.count_failure(self.request, username)
            raise ValidationError(
                _("This code is not right. Take the one that the app shows now."), code="wrong"
            )
        return code


class ConfirmForm(AuthenticateForm):  # type: ignore[misc]
    """A code, asked again before the second factor or its recovery codes are changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code of your second factor, or a recovery code")
        self.fields["code"].widget.attrs = dict(CODE_ATTRIBUTES)

    def clean_code(self) -> str:
        return checked_code(self, super().clean_code)


class PasswordForm(forms.Form):
    """The password now, and the next one twice."""

    old = forms.CharField(
        label=_("Password now"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["password"].help_text = " ".join(
            [*password_validators_help_texts(), str(_("Three or four unrelated words do well."))]
        )

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        person = self.request.user
        throttle.check_may_try(self.request, person.username)
        if not person.check_password(old):
            throttle.count_failure(self.request, person.username)
            raise ValidationError(_("This is not your password."), code="wrong")
        return old

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if {"password", "again"} <= given.keys() and given["password"] != given["again"]:
            self.add_error("again", _("The two are not the same."))
        if given.get("password") and given.get("password") == given.get("old"):
            self.add_error("password", _("This is the password you have now. Choose another one."))
        return given


class PreferencesForm(forms.Form):
    """The language and the time zone that a person reads in, and which notices are mailed."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    mailed_notices = forms.TypedChoiceField(
        label=_("Notices by e-mail too"),
        choices=MailChoice.choices,
        required=False,
        empty_value=None,
        help_text=_(
            "Urgent: somebody waits and chases, nobody answers a call chain. How much of a "
            "matter's time has passed is always mailed. All of it stands on your pages."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zones()  # type: ignore[attr-defined]


@cache
def zones() -> list[tuple[str, str]]:
    """Return every time zone, the usual ones first."""
    others = sorted(time_zones() - set(USUAL_ZONES))
    return [(zone, zone) for zone in (*USUAL_ZONES, *others)]


def checked_code(form: Any, check: Any) -> str:
    """Return the code if it is right, was not used before, and nobody guesses too often.

    :raises ValidationError: if it is not
    """
    request, person = account.context.request, form.user
    throttle.check_may_try(request, person.username)
    try:
        code: str = check()
    except ValidationError as wrong:
        throttle.count_failure(request, person.username)
        raise ValidationError(
            _("This code is not right. It may be too old: take the one shown now."), code="wrong"
        ) from wrong
    try:
        front_door.spend_code(person=person, code=code, at=clock.now())
    except Refused as spent:
        raise ValidationError(str(spent.message), code="spent") from spent
    return code
