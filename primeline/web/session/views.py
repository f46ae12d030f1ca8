"""Coming in and going out: password, second factor, logout."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.logout import logout as end_login
from allauth.account.views import LoginView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth import logout as sign_out
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from primeline.kit import clock
from primeline.staff import actions, front_door, queries
from primeline.web.pages import Stage, has_second_factor, open_to_all, page
from primeline.web.requests import PersonRequest
from primeline.web.session.forms import EnrolForm
from primeline.web.session.pictures import path_of_code

# The secret of a second factor that is being set up, until the first code proves it.
BEING_SET_UP = "second_factor_being_set_up"


class _Login(LoginView):  # type: ignore[misc]
    template_name = "web/session/login.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return answer


class _Code(AuthenticateView):  # type: ignore[misc]
    template_name = "web/session/code.html"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = 422 if context["form"].is_bound else 200
        answer: HttpResponse = super().render_to_response(context, status=status, **kwargs)
        return answer


login = open_to_all(sensitive_post_parameters()(_Login.as_view()))
code = open_to_all(sensitive_post_parameters()(_Code.as_view()))


@open_to_all
def inactive(request: HttpRequest) -> HttpResponse:
    """Tell somebody who gave the right password that they were let go."""
    return render(request, "web/session/inactive.html", status=403)


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """End this session and let the browser forget what it kept of it.

    Whoever typed the address is asked first: a link must sign nobody out.
    """
    if request.method != "POST":
        if not request.user.is_authenticated:
            return redirect("account_login")
        return render(request, "web/session/logout.html")
    end_login(request, show_message=False)
    response = redirect("account_login")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@page(methods=("GET", "POST"), stage=Stage.PASSWORD_GIVEN)
def second_factor(request: PersonRequest) -> HttpResponse:
    """Set up a second factor, which everybody needs before they go on."""
    if has_second_factor(request):
        return redirect("profile")
    if queries.has_second_factor(request.user):
        # There is one, but this session was opened without it: come in by the front door.
        sign_out(request)
        return redirect("account_login")
    return enrol(request, onward=_onward(request))


def enrol(request: PersonRequest, *, onward: str) -> HttpResponse:
    """Show the secret of a new second factor; a right code makes it the person's."""
    secret = request.session.setdefault(BEING_SET_UP, generate_totp_secret())
    form = EnrolForm(request.POST or None, request=request, secret=secret)
    if request.method == "POST" and form.is_valid():
        return _enrolled(request, form.cleaned_data["code"], secret, onward)
    address = get_adapter().build_totp_url(request.user, secret)
    context = {
        "form": form,
        "picture": path_of_code(address),
        "address": address,
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "onward": onward,
    }
    status = 422 if form.errors else 200
    return render(request, "web/session/enrol.html", context, status=status)


def _enrolled(request: PersonRequest, code: str, secret: str, onward: str) -> HttpResponse:
    person, at = request.user, clock.now()
    actions.set_second_factor(person=person, secret=secret, by=person, at=at)
    front_door.spend_code(person=person, code=code, at=at)
    codes = actions.renew_recovery_codes(person=person, by=person, at=at)
    del request.session[BEING_SET_UP]
    record_authentication(request, person, "mfa", type="totp")
    return render(request, "web/session/codes.html", {"codes": codes, "onward": onward})


def _onward(request: HttpRequest) -> str:
    to = request.POST.get("next") or request.GET.get("next") or "/"
    is_ours = url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure())
    return to if is_ours else "/"
