"""Lists of matters are kept under names and taken out as files: exactly what they show."""

import pytest
from django.test import Client

from primeline.audit.models import Look
from primeline.commitments import actions
from primeline.commitments.tests.test_faults import restrict
from primeline.customers.models import ListLook, SavedView
from primeline.kit import clock
from primeline.testing.cast import greta, lin, mira, nora
from primeline.testing.doors import signed_in
from primeline.web.matters.tests.owing import a_matter_now, install, text_of
from primeline.web.matters.tests.test_since import looked

pytestmark = [pytest.mark.django_db, pytest.mark.row("E5", "F6"), pytest.mark.mainly("sqlite")]


@pytest.fixture(autouse=True)
def _installed() -> None:
    install()


def file_of(client: Client, address: str) -> list[str]:
    answer = client.post(address)
    assert answer.status_code == 200
    return b"".join(answer).decode("utf-8-sig").splitlines()


class TestKeptViews:
    @pytest.mark.parametrize(
        ("name", "address", "asked", "kept"),
        [
            ("matters", "/matters/", "group=TODAY&start=100&x=1", "group=TODAY"),
            ("promises", "/matters/promises/", "since=night&lane=FAULT", "lane=FAULT&since=night"),
            ("unit", "/matters/unit/", "state=OVERDUE&tier=&start=100", "state=OVERDUE"),
        ],
    )
    def test_are_kept_shown_and_forgotten(
        self, name: str, address: str, asked: str, kept: str
    ) -> None:
        client = signed_in(greta())

        answer = client.post(f"/matters/views/{name}/?{asked}", {"name": "Mornings"})

        assert answer["Location"] == f"{address}?{kept}"
        view = SavedView.objects.get()
        assert (view.page, view.query, view.person) == (name, kept, greta())
        page = text_of(client.get(f"{address}?{kept}"))
        assert "Mornings" in page
        assert f"/matters/views/{view.pk}/" in page
        assert "Mornings" not in text_of(client.get("/accounts/"))
        assert client.post(f"/matters/views/{view.pk}/")["Location"] == address
        assert not SavedView.objects.exists()

    def test_are_nobody_elses_and_of_no_other_list(self) -> None:
        signed_in(lin()).post("/matters/views/matters/?group=TODAY", {"name": "Mine"})
        view = SavedView.objects.get()

        assert "Mine" not in text_of(signed_in(nora()).get("/matters/"))
        assert signed_in(nora()).post(f"/matters/views/{view.pk}/").status_code == 404
        # Those of accounts are forgotten where accounts are, and these here.
        assert signed_in(lin()).post(f"/accounts/views/{view.pk}/").status_code == 404
        assert SavedView.objects.exists()

    def test_need_a_name_a_list_that_there_is_and_the_right_to_open_it(self) -> None:
        client = signed_in(lin())

        said = text_of(client.post("/matters/views/matters/", {"name": " "}, follow=True))
        assert "Give the view a name." in said
        assert client.post("/matters/views/accounts/", {"name": "x"}).status_code == 404
        assert client.post("/matters/views/unit/", {"name": "x"}).status_code == 403
        assert not SavedView.objects.exists()


class TestFiles:
    def test_hold_what_the_list_shows_and_are_on_record(self) -> None:
        mine, lead = (
            a_matter_now("ASKED", what="Same duct?"),
            a_matter_now("COMPLAINT_REPLY", what="Wrong bill"),
        )
        actions.chase(commitment=lead, by=lin(), at=clock.now())
        client = signed_in(lin())

        owed = file_of(client, "/matters/exports/csv/")
        waits = file_of(client, "/matters/promises/exports/csv/")
        only = file_of(client, "/matters/promises/exports/csv/?lane=COMPLAINT")

        assert "1 matter" in owed[0]
        assert mine.number in owed[2]
        assert not any(lead.number in line for line in owed)
        assert any(mine.number in line for line in waits)
        assert not any(mine.number in line for line in only)
        assert lead.number in only[2]
        assert only[2].endswith(",1")
        assert "Complaint" in only[2]
        looks = Look.objects.filter(act__actor=lin()).values_list("subject_kind", "purpose")
        assert set(looks) == {
            ("owed", "EXPORT csv"),
            ("promises", "EXPORT csv"),
            ("promises", "EXPORT csv lane=COMPLAINT"),
        }

    def test_hold_what_is_news_only_and_taking_one_out_is_no_look_at_the_list(self) -> None:
        client = signed_in(greta())
        for address in ("/matters/", "/matters/promises/", "/matters/unit/"):
            client.get(address)
        old = a_matter_now("ASKED", at=clock.now())
        looked()
        before = sorted(ListLook.objects.values_list("page", "looked_at"))
        for address in ("/matters/promises/exports/csv/", "/matters/unit/exports/csv/"):
            assert any(old.number in line for line in file_of(client, f"{address}?since=looked"))
        assert sorted(ListLook.objects.values_list("page", "looked_at")) == before
        looked(hours=0)
        for page in ("promises", "unit"):
            ListLook.objects.filter(page=page).update(before_at=clock.now())
            route = {"promises": "promises/exports", "unit": "unit/exports"}[page]
            told = file_of(client, f"/matters/{route}/csv/?since=looked")
            assert not any(old.number in line for line in told)

    def test_hold_nothing_of_others_or_of_restricted_accounts(self) -> None:
        matter = a_matter_now("COMPLAINT_REPLY")
        assert not any(
            matter.number in line for line in file_of(signed_in(mira()), "/matters/exports/csv/")
        )
        assert signed_in(lin()).post("/matters/exports/pdf/").status_code == 404
        restrict(lin())
        client = signed_in(lin())
        assert matter.number in text_of(client.get("/matters/promises/"))
        told = file_of(client, "/matters/promises/exports/csv/")
        assert not any(matter.number in line for line in told)
