"""What these pages ask of the database does not grow with what is owed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from primeline.commitments import actions, alerting
from primeline.commitments.choices import LetterKind
from primeline.commitments.models import RungFired
from primeline.commitments.tests.owing import reason, scan
from primeline.commitments.values import Draft
from primeline.customers.queries import reach_now
from primeline.kit import clock
from primeline.testing.cast import east_province, greta, harbor_branch, lin, paul
from primeline.testing.doors import signed_in
from primeline.web.matters.tests.owing import a_matter_now, install, text_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.row("E5"),
    pytest.mark.engine("sqlite"),
]

DAY = timedelta(days=1)
PAGES = (
    "/matters/unit/",
    "/matters/unit/?state=OVERDUE",
    "/matters/escalations/",
    "/matters/alerts/",
)


def queries_of(client: Client, address: str) -> list[str]:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [one["sql"] for one in asked.captured_queries]


def a_letter(place: int) -> None:
    draft = Draft(
        kind=LetterKind.INSTRUCTION,
        from_unit=east_province(),
        to_unit=harbor_branch(),
        title=f"Letter {place}",
        text="Before Friday.",
    )
    at = clock.now()
    actions.write_letter(draft=draft, reach=reach_now(paul(), at=at), by=paul(), at=at)


def owe_much(count: int) -> None:
    """Let matters run, stand still, be late, be offered and be told of, with letters beside."""
    at = clock.now()
    for place in range(count):
        a_matter_now("COMPLAINT_REPLY", at=at - 40 * DAY, what=f"late {place}")
        paused = a_matter_now("QUARTERLY_CALL")
        actions.pause_commitment(
            commitment=paused, pause_reason=reason(), evidence="mail", by=lin(), at=at
        )
        offered = a_matter_now("ONBOARDING_FOLLOW_UP")
        actions.offer_matter(commitment=offered, to_person=greta(), by=lin(), at=at, reason="away")
        asks = a_matter_now("CONTRACT_RENEWAL")
        actions.ask_waiver(commitment=asks, by=lin(), at=at, reason="no need")
        a_letter(place)
    scan(at)
    for rung in RungFired.objects.all():
        alerting.tell_of(rung.pk, at=at)


def test_the_pages_of_a_lead_cost_no_more_queries_for_more_rows() -> None:
    install()
    lead = signed_in(greta())
    owe_much(1)
    few = {page: queries_of(lead, page) for page in PAGES}

    owe_much(7)

    for page in PAGES:
        many = queries_of(lead, page)
        assert len(many) == len(few[page]), (page, [one[:160] for one in many])
    assert text_of(lead.get("/matters/unit/")).count("<tr data-row") > 20


def test_a_pause_hides_no_lateness_and_makes_nothing_due() -> None:
    install()
    at = clock.now()
    late = a_matter_now("ONBOARDING_FOLLOW_UP", at=at - 40 * DAY, what="Late one")
    standing = a_matter_now("ONBOARDING_FOLLOW_UP", at=at - DAY, what="Standing one")
    for one in (late, standing):
        actions.pause_commitment(
            commitment=one, pause_reason=reason(), evidence="mail", by=lin(), at=at
        )

    shown = text_of(signed_in(lin()).get("/matters/"))

    assert shown.index("Overdue") < shown.index("Late one")
    assert shown.index("Late one") < shown.rindex("Somebody else is waited for")
    assert "2 matters are owed, 1 late and 0 more today." in shown
    # Whoever stops a clock that has run out is told at once, not after the pause.
    assert RungFired.objects.filter(commitment=late, percent=100).exists()
    assert "1 of them late" in text_of(signed_in(greta()).get("/matters/unit/"))


def test_a_file_holds_what_units_owe_each_other_too() -> None:
    install()
    a_letter(1)

    answer = signed_in(greta()).post("/matters/unit/exports/csv/")

    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert any("Instruction" in line and "M0" in line for line in lines)
