"""What stands in a form may be anything: it is read, or refused, and never breaks a page."""

import pytest
from django.test import Client
from django.urls import reverse

from primeline.customers.choices import CustomerKind
from primeline.customers.models import Customer, SavedView
from primeline.kit.sent import says_nothing
from primeline.staff.models import Person
from primeline.testing import cast
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("L1")]

KEY = "0123456789abcdef"
# Zero width, marks of direction, an empty Braille cell, fillers, a joiner between spaces, marks
# that stand on no letter, selectors of variants, tags, a soft hyphen, control characters.
UNSEEN = (
    "\u200b",
    "\u200f\u202e\u2066",
    "\u2800",
    "\u3164\uffa0\u115f",
    " \u2060 \u00a0",
    "\u034f\u0301",
    "\ufe0f\U000e0100",
    "\U000e0041",
    "\u00ad",
    "\x01\x7f",
)


def new_account(client: Client, name: str, *, unit: int) -> None:
    facts = {"kind": CustomerKind.ORGANIZATION.value, "name": name, "status": "ACTIVE"}
    client.post(reverse("accounts:new"), facts | {"unit": str(unit), "once": KEY})


def test_the_key_of_one_kind_of_form_is_not_the_answer_to_another() -> None:
    client, home = signed_in(cast.greta()), cast.harbor_branch().pk
    account = cast.harbor_bank()
    contact = reverse("accounts:new_contact", args=[account.number])

    assert client.post(contact, {"name": "Wang", "once": KEY}).status_code == 302
    new_account(client, "Ferry Company", unit=home)

    assert Customer.objects.filter(name="Ferry Company").exists()


def test_a_form_sent_twice_makes_one() -> None:
    client, home = signed_in(cast.greta()), cast.harbor_branch().pk

    for _ in range(2):
        new_account(client, "Ferry Company", unit=home)

    assert Customer.objects.filter(name="Ferry Company").count() == 1


def test_a_version_beyond_any_number_ends_no_role() -> None:
    client = signed_in(cast.ada())
    client.raise_request_exception = False
    posting = cast.greta().postings.get()

    answer = client.post(
        reverse("staff:ended_posting", args=[posting.pk]), {"version": "9" * 5000, "reason": "x"}
    )

    assert answer.status_code == 409
    posting.refresh_from_db()
    assert posting.active_to is None
    assert Person.objects.get(pk=posting.person_id).is_active


def test_what_shows_nothing_says_nothing() -> None:
    assert [text for text in (*UNSEEN, "", " \t") if not says_nothing(text)] == []
    seen = ("-", "。", "a\u200b", "\u202eא", "é", "✓", "👩\u200d💻", "𠮷", "\ue000")
    assert [text for text in seen if says_nothing(text)] == []


@pytest.mark.engine("sqlite")
def test_a_form_takes_nothing_to_be_seen_for_nothing() -> None:
    client, home = signed_in(cast.greta()), cast.harbor_branch().pk

    for text in UNSEEN:
        new_account(client, text, unit=home)
    new_account(client, "Ferry\u200b Company", unit=home)

    assert not [one for one in Customer.objects.all() if says_nothing(one.name)]
    assert Customer.objects.filter(name="Ferry\u200b Company").exists()


@pytest.mark.engine("sqlite")
def test_words_that_no_form_reads_are_read_the_same_way() -> None:
    client, view = signed_in(cast.greta()), reverse("accounts:views")

    for text in UNSEEN:
        client.post(view, {"name": text, "query": "q=bank"})

    assert not SavedView.objects.exists()
