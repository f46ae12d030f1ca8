"""My profile: language, time zone, password, second factor, open sessions."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from primeline.kit import clock
from primeline.kit.errors import Refused
from primeline.staff import actions, front_door, queries
from primeline.web.pages import LANGUAGE_OF_SESSION, Stage, page
from primeline.web.requests import PersonRequest
from primeline.web.session import views
from primeline.web.session.forms import ConfirmForm, PasswordForm, PreferencesForm
from primeline.web.session.programs import program_words

# When a code of the old second factor confirmed who is asking, and how long that counts.
CONFIRMED_AT = "second_factor_confirmed_at"
CONFIRMED_FOR = timedelta(minutes=10)


@page(methods=("GET", "POST"))
def profile(request: PersonRequest) -> HttpResponse:
    """Show who I am here; take the language, time zone and e-mails I want."""
    person = request.user
    initial = {name: getattr(person, name) for name in PreferencesForm.base_fields}
    form = PreferencesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_preferences(person=person, **form.cleaned_data, by=person, at=clock.now())
        request.session.pop(LANGUAGE_OF_SESSION, None)
        return redirect("profile")
    context = {
        "form": form,
        "roles_held": queries.postings_of(person),
        "codes_left": queries.recovery_codes_left(person),
        "sessions_count": len(queries.sessions_of(person)),
    }
    return render(request, "web/session/profile.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@page(methods=("GET", "POST"), stage=Stage.SECOND_FACTOR_GIVEN)
def password(request: PersonRequest) -> HttpResponse:
    """Choose another password. Every other session of mine ends."""
    form, is_first = (
        PasswordForm(request.POST or None, request=request),
        request.user.is_password_initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            _change_password(request, form.cleaned_data["password"])
        except Refused as refused:
            form.add_error("password", str(refused.message))
        else:
            messages.success(request, _("Your password was changed. Other sessions have ended."))
            return redirect("home" if is_first else "profile")
    context = {"form": form, "is_first": is_first}
    return render(request, "web/session/password.html", context, status=422 if form.errors else 200)


@page(methods=("GET", "POST"))
def recovery_codes(request: PersonRequest) -> HttpResponse:
    """Make new recovery codes, after a code confirmed who is asking."""
    form = ConfirmForm(data=request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        codes = actions.renew_recovery_codes(person=request.user, by=request.user, at=clock.now())
        return render(request, "web/session/codes.html", {"codes": codes, "onward": "/profile/"})
    context = {"form": form, "codes_left": queries.recovery_codes_left(request.user)}
    status = 422 if form.errors else 200
    return render(request, "web/session/recovery_codes.html", context, status=status)


@page(methods=("GET", "POST"))
def other_second_factor(request: PersonRequest) -> HttpResponse:
    """Move the second factor to another telephone, after a code of the old one."""
    at = clock.now()
    if at.timestamp() < request.session.get(CONFIRMED_AT, 0) + CONFIRMED_FOR.total_seconds():
        return views.enrol(request, onward="/profile/")
    form = ConfirmForm(data=request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        request.session[CONFIRMED_AT] = at.timestamp()
        return redirect("other-second-factor")
    status = 422 if form.errors else 200
    return render(request, "web/session/other_second_factor.html", {"form": form}, status=status)


@page()
def sessions(request: PersonRequest) -> HttpResponse:
    """List where I am signed in."""
    context = {
        "sessions": queries.sessions_of(request.user),
        "current_key": request.session.session_key,
        "program_words": program_words,
    }
    return render(request, "web/session/sessions.html", context)


@page(methods=("POST",))
def ended_session(request: PersonRequest, session_id: int) -> HttpResponse:
    """End one session of mine."""
    actions.end_session(person=request.user, session_id=session_id, by=request.user, at=clock.now())
    messages.success(request, _("That session has ended."))
    return redirect("sessions")


@page(methods=("POST",))
def other_sessions(request: PersonRequest) -> HttpResponse:
    """End every session of mine but this one."""
    person = actions.end_sessions(person=request.user, by=request.user, at=clock.now())
    update_session_auth_hash(request, person)
    front_door.list_session(request)
    messages.success(request, _("All other sessions have ended."))
    return redirect("sessions")


def _change_password(request: PersonRequest, password: str) -> None:
    person = actions.choose_password(
        person=request.user, password=password, by=request.user, at=clock.now()
    )
    # The new fingerprint and a new key for this session; all others carry the old fingerprint.
    update_session_auth_hash(request, person)
    front_door.list_session(request)
