"""The copy that a person takes along: marked, readable in their language, and for machines."""

import json
from datetime import date
from typing import Any

import pytest

from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind
from primeline.customers.models import Bill, Contact
from primeline.customers.values import Identity
from primeline.kit.deeds import act
from primeline.privacy.tests.people import mei
from primeline.products.actions import install_reference
from primeline.products.tests.test_actions import a_subscription
from primeline.rights.actions import receive_request
from primeline.rights.choices import Proof, RightKind
from primeline.rights.tests.test_actions import asked, carried_out
from primeline.testing.cast import TUESDAY_10AM, harbor_branch, lin, sara
from primeline.testing.doors import signed_in
from primeline.web.rights.copies import words_of_columns

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]


def fetched(number: str, form: str, language: str = "en") -> Any:
    address = f"/rights/{number}/copy/"
    return signed_in(sara()).post(address, {"form": form, "language": language})


@pytest.mark.row("B2")
def test_a_person_reads_their_copy_in_their_language_under_who_handed_it_out() -> None:
    contact = mei()
    carried_out(asked(RightKind.RESTRICT, contact))
    request = asked(RightKind.COPY, contact)
    number = request.number

    told = {language: fetched(number, "html", language) for language in ("en", "zh-hans")}
    machine = json.loads(fetched(number, "json").content)

    english, chinese = (answer.content.decode() for answer in told.values())
    assert "Handed out by Sara (sara)" in english
    assert "由 沙莉（sara）" in chinese
    for text, words in (
        (english, ("Telephone number", "Restrict")),
        (chinese, ("在职", "限制处理")),
    ):
        assert "张美丽" in text
        assert "+8613800001234" in text
        assert not [key for key in ("by_deed", "decision_role", "customers.", "_id") if key in text]
        assert not [word for word in words if word not in text], text
    assert told["en"]["Content-Disposition"] == f'attachment; filename="{number}.html"'
    head = machine["head"]
    assert (head["username"], head["request"], head["purpose"]) == ("sara", number, "COPY")
    assert head["at"]
    assert head["door"]
    for bad in ("", "exe", "<script>"):
        assert fetched(number, bad).status_code == 409


def test_a_number_of_another_record_is_not_handed_to_a_person() -> None:
    told = words_of_columns(Contact)["reports_to_id"](625)

    assert told[1] == "as our records have it"


@pytest.mark.row("B2")
def test_an_individual_reads_what_they_have_and_were_billed() -> None:
    identity = Identity(kind=CustomerKind.INDIVIDUAL, name="周先生")
    who: dict[str, Any] = {"by": lin(), "at": TUESDAY_10AM}
    person = customers.open_customer(
        identity=identity, owner_unit=harbor_branch(), account_manager=lin(), **who
    )
    install_reference(by=lin(), at=TUESDAY_10AM)
    line = a_subscription(customer=person, fee_cents=123_450)
    with act(kind="test.write", **who):
        Bill.objects.create(
            customer=person,
            bill_month=date(2026, 3, 1),
            amount_cents=98_700,
            due_date=date(2026, 4, 20),
        )
    request = receive_request(
        person=person,
        kind=RightKind.COPY,
        proof=Proof.CARD_SHOWN,
        received_date=TUESDAY_10AM.date(),
        today=TUESDAY_10AM.date(),
        by=sara(),
        at=TUESDAY_10AM,
        wish="",
    )

    page = fetched(request.number, "html").content.decode()

    assert not [said for said in (line.number, "¥1,234.50", "¥987", "Bill") if said not in page]
