"""The frame of every page: trouble is told in both languages, and strangers learn nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from primeline.testing.cast import greta
from primeline.testing.doors import signed_in


class TestTrouble:
    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("language", "words"),
        [("en", "Nothing is here for you"), ("zh-hans", "没有找到可供您查看的内容")],
    )
    def test_is_told_in_the_readers_language(
        self, client: Client, language: str, words: str
    ) -> None:
        answer = client.get("/no-such-page", headers={"accept-language": language})

        assert answer.status_code == 404
        assert words in answer.content.decode()

    @pytest.mark.django_db
    def test_is_a_message_where_only_a_part_was_asked_for(self, client: Client) -> None:
        answer = client.get("/no-such-page", headers={"HX-Request": "true"})

        assert answer["HX-Retarget"] == "#troubles"
        assert "<html" not in answer.content.decode()

    @pytest.mark.django_db
    def test_names_the_request(self, client: Client) -> None:
        answer = client.get("/no-such-page", headers={"X-Request-ID": "call-17-of-today"})

        assert answer["X-Request-ID"] == "call-17-of-today"
        assert "call-17-of-today" in answer.content.decode()

    @pytest.mark.django_db
    def test_takes_no_script_for_a_name(self, client: Client) -> None:
        answer = client.get("/no-such-page", headers={"X-Request-ID": "<script>1</script>"})

        assert "<script>1" not in answer.content.decode()
        assert len(answer["X-Request-ID"]) == 32


@pytest.mark.django_db
@pytest.mark.engine("sqlite")
class TestWayBack:
    def test_of_a_form_that_was_refused_leads_to_the_page_it_stood_on(self) -> None:
        client, home = signed_in(greta()), "http://testserver/staff/?after=2"
        plan = "/plans/C-9999999/1/approval/"

        for came_from, way in (
            (home, 'href="/staff/?after=2"'),
            ("https://elsewhere.example/page", ""),
            (f"http://testserver{plan}", ""),
            ("", ""),
        ):
            answer = client.post(plan, headers={"Referer": came_from})
            shown = answer.content.decode()
            assert answer.status_code == 404
            assert ("Back to the page before" in shown) is bool(way)
            assert way in shown
            assert "elsewhere" not in shown


@pytest.mark.django_db
class TestLanguage:
    def test_is_remembered_and_leads_back(self, client: Client) -> None:
        answer = client.post(reverse("language"), {"language": "en", "next": "/no-such-page"})

        assert answer["Location"] == "/no-such-page"
        assert "Nothing is here" in client.get("/no-such-page").content.decode()

    def test_never_leads_to_another_place(self, client: Client) -> None:
        answer = client.post(reverse("language"), {"language": "en", "next": "//elsewhere.example"})

        assert answer["Location"] == "/"

    def test_takes_no_language_that_is_not_offered(self, client: Client) -> None:
        client.post(reverse("language"), {"language": "xx"})

        assert "language" not in client.session


@pytest.mark.django_db
def test_health_is_told_to_strangers(client: Client) -> None:
    answer = client.get(reverse("healthz"))

    assert answer.json() == {"status": "ok"}
    assert answer["Cache-Control"] == "no-store"
