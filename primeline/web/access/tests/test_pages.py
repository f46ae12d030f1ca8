"""A branch asks, another branch's lead answers, looks are seen, and the grant ends."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from primeline.access.models import AccessRequest
from primeline.access.tests.asking import asks, opens, time_passes
from primeline.audit.models import Look
from primeline.customers import actions as customers
from primeline.customers.models import Customer
from primeline.customers.values import ContactDetails
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    adam,
    an_account,
    greta,
    harbor_bank,
    hill_branch,
    hugo,
    lake_branch,
    lin,
    mira,
    nora,
    omar,
    walt,
)
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("A3")]

ASKING = {"reason": "Their tower stands on our site.", "days_count": "5"}


def sends(client: Client, number: str) -> Any:
    """Ask for a number in the form, as a person does."""
    key = re.search(r'name="once" value="([^"]+)"', client.get("/access/new/").content.decode())
    assert key
    return client.post("/access/new/", {**ASKING, "number": number, "once": key[1]}, follow=True)


def text_of(answer: Any) -> str:
    content: str = answer.content.decode()
    return content


class TestJourney:
    def test_ask_answer_look_end(self) -> None:
        bank, asker, lead = harbor_bank(), signed_in(walt()), signed_in(greta())
        account = f"/accounts/{bank.number}/"

        # Walt, of the other province, does not see it and asks.
        assert asker.get(account).status_code == 404
        assert "is on its way" in text_of(sends(asker, bank.number))

        # Greta finds the request on her first page, looks at it and allows less.
        assert "request for an account waits for your answer" in text_of(lead.get("/"))
        request = AccessRequest.objects.get()
        shown = text_of(lead.get(f"/access/{request.pk}/"))
        assert "Their tower stands on our site." in shown
        assert (
            lead.post(
                f"/access/{request.pk}/approval/", {"version": request.version, "days_count": 2}
            ).status_code
            == 302
        )
        # In another window she answers once more, and reads why that is too late.
        for answer in ("approval", "end", "refusal"):
            sent = {"version": request.version, "days_count": 2, "reason": "Again."}
            late = lead.post(f"/access/{request.pk}/{answer}/", sent)
            assert late.status_code == 422
            assert "alert-danger" in text_of(late)

        # Walt reads it, changes nothing, and everything he looks at is noted.
        opened = text_of(asker.get(account))
        assert "Open to you until" in opened
        assert f"{account}identity/" not in opened
        assert asker.get(f"{account}identity/").status_code == 404
        assert asker.get(f"{account}bills/").status_code == 200
        assert "not part of what is open to you" in text_of(asker.get(f"{account}people/"))

        # Greta and Lin see who looked, when and what for.
        for owner in (lead, signed_in(lin())):
            looks = text_of(owner.get(f"{account}looks/"))
            assert "Walt" in looks
            assert "by approval" in looks
            assert "Their tower stands on our site." in looks
        assert asker.get(f"{account}looks/").status_code == 404

        # She ends it, and it is over at once.
        request.refresh_from_db()
        ended = {"version": request.version, "reason": "That is enough."}
        assert lead.post(f"/access/{request.pk}/end/", ended).status_code == 302
        assert asker.get(account).status_code == 404


class TestAsking:
    def test_answers_every_number_alike(self) -> None:
        harbor_bank()
        an_account("Hill Farm", unit=hill_branch())
        pages = set()

        for person, number in ((mira(), harbor_bank().number), (nora(), "C-9999999")):
            answer = sends(signed_in(person), number)
            text = text_of(answer).replace(number, "N").replace(person.name, "P")
            pages.add((answer.status_code, re.sub(r'value="[^"]*"|\d+', "", _main(text))))

        assert len(pages) == 1

    def test_is_done_once_though_sent_twice(self) -> None:
        client = signed_in(mira())
        page = client.get("/access/new/").content.decode()
        key = re.search(r'name="once" value="([^"]+)"', page)
        assert key
        form = {**ASKING, "number": harbor_bank().number, "once": key[1]}

        for _ in range(2):
            assert client.post("/access/new/", form).status_code == 302

        assert AccessRequest.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong", [{"days_count": "31"}, {"days_count": "x"}, {"reason": ""}, {"number": ""}]
    )
    def test_says_what_is_wrong(self, wrong: dict[str, str]) -> None:
        form = {**ASKING, "number": "C-1", "once": "0123456789abcdef"} | wrong

        assert signed_in(mira()).post("/access/new/", form).status_code == 422
        assert not AccessRequest.objects.exists()

    def test_may_be_withdrawn(self) -> None:
        asked = asks(mira(), harbor_bank().number)

        signed_in(mira()).post(f"/access/own/{asked.pk}/withdrawal/")

        asked.refresh_from_db()
        assert asked.status == "WITHDRAWN"
        assert "Harbor Bank" not in text_of(signed_in(greta()).get("/access/"))

    def test_of_others_is_not_there(self) -> None:
        asked = asks(mira(), harbor_bank().number)

        assert signed_in(hugo()).post(f"/access/own/{asked.pk}/withdrawal/").status_code == 404
        assert signed_in(hugo()).get(f"/access/{asked.pk}/").status_code == 404


class TestLists:
    def test_show_it_and_note_each_look(self) -> None:
        bank = harbor_bank()
        opens(bank, mira())
        client = signed_in(mira())

        assert "Harbor Bank" in text_of(client.get("/accounts/"))
        assert "Harbor Bank" in text_of(client.get("/search/?q=harbor"))

        noted = Look.objects.filter(subject_id=str(bank.pk)).order_by("id")
        assert [look.purpose for look in noted] == ["list", "search"]
        assert all(look.grant_id for look in noted)

    def test_of_owed_matters_do_not_count_it(self) -> None:
        opens(harbor_bank(), mira())

        assert "Harbor Bank" not in text_of(signed_in(mira()).get("/"))


class TestExport:
    def test_stops_with_the_grant_in_the_middle_of_the_file(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bank = harbor_bank()
        mills = [
            an_account(f"A mill {number}", unit=lake_branch(), manager=mira())
            for number in range(3)
        ]
        for one in (bank, *mills):
            details = ContactDetails(name="Mei Example")
            customers.add_contact(customer=one, details=details, by=CASTING, at=TUESDAY_10AM)
        monkeypatch.setattr("primeline.web.exports.ROWS_AT_ONCE", 1)
        monkeypatch.setattr("primeline.kit.spreadsheets.LINES_AT_ONCE", 1)
        for address in ("/accounts/exports/csv/", "/accounts/exports/people/csv/"):
            granted = opens(bank, mira())
            answer: Any = signed_in(mira()).post(f"{address}?sort=name")
            parts: Iterator[bytes] = iter(answer.streaming_content)

            begun = b"".join(next(parts) for _ in range(4))
            time_passes(granted.grant, by=timedelta(days=30))
            rest = b"".join(parts)

            assert b"A mill 0" in begun, address
            assert b"A mill 2" in rest, address
            assert b"Harbor Bank" not in begun + rest, address
            assert b"after 3 of 4, when less was open to you" in rest.splitlines()[-1], address

    def test_of_work_lists_never_holds_what_is_only_open_for_a_time(self) -> None:
        opens(harbor_bank(), mira())
        for route in ("contracts_export", "matters:export", "named_export", "visits:export"):
            address = reverse(route, kwargs={"form": "csv"})
            answer: Any = signed_in(mira()).post(address)
            assert answer.status_code in {200, 403}, address
            assert b"Harbor Bank" not in answer.getvalue(), address

    def test_holds_it_while_it_is_open_and_notes_that(self) -> None:
        bank = harbor_bank()
        opens(bank, mira())

        answer: Any = signed_in(mira()).post("/accounts/exports/csv/")

        assert b"Harbor Bank" in b"".join(answer.streaming_content)
        assert Look.objects.filter(subject_id=str(bank.pk), purpose="export").exists()


class TestLooks:
    def test_by_role_are_noted_once_an_hour(self) -> None:
        bank, client = harbor_bank(), signed_in(omar())

        for _ in range(3):
            client.get(f"/accounts/{bank.number}/")

        look = Look.objects.get(subject_id=str(bank.pk))
        assert (look.basis, look.role) == ("ROLE", "DEDICATED_SEAT")

    def test_of_the_manager_are_nobodys_business(self) -> None:
        bank = harbor_bank()

        signed_in(lin()).get(f"/accounts/{bank.number}/")

        assert not Look.objects.filter(subject_id=str(bank.pk)).exists()

    def test_are_shown_to_the_auditor(self) -> None:
        bank = harbor_bank()
        signed_in(omar()).get(f"/accounts/{bank.number}/")

        shown = text_of(signed_in(adam()).get(f"/accounts/{bank.number}/looks/"))

        assert "Omar" in shown
        assert "Dedicated-seat agent" in shown


def _main(text: str) -> str:
    return text[text.index("<main") : text.index("</main>")]


def test_what_was_asked_for_stays_with_who_asked() -> None:
    asks(mira(), harbor_bank().number)

    assert Customer.objects.get().number in text_of(signed_in(mira()).get("/access/"))
    assert "You have asked for nothing" in text_of(signed_in(hugo()).get("/access/"))
