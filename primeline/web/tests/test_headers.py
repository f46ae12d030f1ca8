"""What every answer tells the browser, and what another site cannot make it do."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from primeline.testing import cast
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]


def policy(client: Client, address: str) -> dict[str, list[str]]:
    """Return the content security policy of a page, by directive."""
    header = client.get(address)["Content-Security-Policy"]
    parts = (part.split() for part in header.split(";"))
    return {directive: sources for directive, *sources in parts}


class TestContentSecurityPolicy:
    def test_nothing_but_our_own_scripts_and_styles(self, client: Client) -> None:
        found = policy(client, reverse("account_login"))

        assert found["default-src"] == ["'none'"]
        assert found["script-src"][0] == "'self'"
        assert found["style-src"][0] == "'self'"
        assert found["object-src"] == found["base-uri"] == found["frame-ancestors"] == ["'none'"]
        assert found["form-action"] == ["'self'"]

    def test_nothing_inline_and_nothing_evaluated(self, client: Client) -> None:
        header = client.get(reverse("account_login"))["Content-Security-Policy"]

        assert "unsafe" not in header
        assert "*" not in header

    @pytest.mark.parametrize("name", ["account_login", "profile", "sessions", "password"])
    def test_pages_have_nothing_inline(self, name: str) -> None:
        page = signed_in(cast.lin()).get(reverse(name)).content.decode()

        assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", page)
        assert not re.search(r"\son\w+=|\sstyle=|<style|javascript:", page)


class TestHeaders:
    def test_are_on_every_answer(self, client: Client) -> None:
        for address in ("/login/", "/no-such-page", "/healthz", "/profile/"):
            answer = client.get(address)

            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Referrer-Policy"] == "same-origin"
            assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
            assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
            assert "camera=()" in answer["Permissions-Policy"]
            assert "no-store" in answer["Cache-Control"]
            assert answer["X-Frame-Options"] == "DENY"
            assert answer["X-Request-ID"]

    def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(self, client: Client) -> None:
        client.post(reverse("language"), {"language": "en"})
        client.get(reverse("account_login"))

        assert len(client.cookies) >= 2
        for cookie in client.cookies.values():
            assert cookie["httponly"]
            assert cookie["samesite"] == "Lax"
            assert cookie["path"] == "/"
            assert not cookie["domain"]


class TestForgery:
    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    def test_a_change_that_another_site_asks_for_is_refused(self, site: str) -> None:
        client = signed_in(cast.lin())

        answer = client.post(
            reverse("profile"),
            {"language": "zh-hans", "time_zone": "UTC"},
            headers={"Sec-Fetch-Site": site},
        )

        assert answer.status_code == 403
        assert cast.lin().time_zone == "Asia/Shanghai"

    def test_a_form_without_its_token_is_refused(self) -> None:
        client = Client(enforce_csrf_checks=True)
        client.cookies = signed_in(cast.lin()).cookies

        answer = client.post(reverse("profile"), {"language": "zh-hans", "time_zone": "UTC"})

        assert answer.status_code == 403
        assert cast.lin().time_zone == "Asia/Shanghai"
