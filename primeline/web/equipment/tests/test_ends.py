"""Tom serves an end at Harbor branch of a line of Lake Mills: he sees that line, and no more."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.audit import walls
from primeline.audit.models import Look
from primeline.customers import actions as customers
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.customers.values import ContactDetails, SiteFacts
from primeline.kit import clock
from primeline.kit.errors import Refused
from primeline.products import actions, queries
from primeline.products.models import LineOfBusiness, Subscription, TerminationReason
from primeline.products.values import Circuit, Papers, Terms
from primeline.staff.models import Person
from primeline.testing.cast import (
    CASTING,
    LONG_AGO,
    TUESDAY_10AM,
    greta,
    harbor_branch,
    hill_branch,
    lake_branch,
    lake_mills,
    lin,
    mira,
    tom,
)
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("A2"), pytest.mark.mainly("sqlite")]
DOES: dict[str, Any] = {"by": CASTING, "at": TUESDAY_10AM}


def a_line(**circuit: Any) -> Subscription:
    """A line of Lake Mills whose end Z Harbor branch serves."""
    actions.install_reference(**DOES)
    facts: dict[str, Any] = {
        "circuit_number": "HQ-7",
        "a_end": "Mill Road 1",
        "a_end_unit_id": lake_branch().pk,
        "z_end": "Quay 9, room 3",
        "z_end_unit_id": harbor_branch().pk,
    }
    return actions.open_subscription(
        customer=lake_mills(),
        line=LineOfBusiness.objects.get(code="DATA_LINE"),
        terms=Terms(fee_cents=700_077, opened_date=LONG_AGO),
        circuit=Circuit(**facts | circuit),
        **DOES,
    )


def held_by(person: Person) -> list[str]:
    """Return the numbers of the lines whose ends somebody holds, as through a page."""
    reach = reach_now(person, at=clock.now())
    with walls.open_for(reach):
        return [one.number for one in queries.ends_held(reach, most=9)]


def text_of(answer: Any) -> str:
    content: str = answer.content.decode()
    return content


def test_shows_the_line_and_the_end_held_and_keeps_the_account_closed() -> None:
    line, client = a_line(), signed_in(tom())

    shown = text_of(client.get("/equipment/line-ends/"))
    page = text_of(client.get(f"/equipment/line-ends/{line.number}/"))

    for text in (shown, page):
        assert "HQ-7" in text
        assert "Lake Mills" in text
        assert "Quay 9, room 3" in text
        assert "Mill Road 1" not in text
        assert "7,000" not in text
    assert client.get(f"/accounts/{lake_mills().number}/").status_code == 404
    look = Look.objects.get(subject_id=str(lake_mills().pk), act__actor=tom())
    assert (look.purpose, look.role) == ("line end", "TECHNICIAN")
    assert signed_in(lin()).get("/equipment/line-ends/").status_code == 403
    for wrong in ("S-0", "<script>", "😀", "9" * 2000):
        assert client.get(f"/equipment/line-ends/{wrong}/").status_code == 404
        assert client.get("/equipment/line-ends/", {"after": wrong}).status_code == 200


def test_asks_for_no_more_where_there_are_more() -> None:
    a_line()
    client = signed_in(tom())
    client.get("/equipment/line-ends/")
    with CaptureQueriesContext(connection) as few:
        client.get("/equipment/line-ends/")
    for number in "89":
        a_line(circuit_number=f"HQ-{number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/equipment/line-ends/")
    assert len(many) == len(few) == 7


def test_is_held_while_the_line_is_in_service_here_and_the_account_elsewhere() -> None:
    line = a_line()
    reach = reach_now(tom(), at=clock.now())
    with walls.open_for(reach):
        wall = [*Subscription.objects.filter(pk=line.pk), *Customer.objects.filter(pk=1)]
    assert connection.vendor != "postgresql" or not wall
    assert held_by(tom()) == held_by(greta()) == [line.number]
    assert held_by(lin()) == held_by(mira()) == []

    moved = actions.change_subscription(
        subscription=line,
        version=line.version,
        circuit=Circuit(z_end="Hill 1", z_end_unit_id=hill_branch().pk),
        papers=Papers(),
        **DOES,
    )
    assert held_by(tom()) == []
    back = actions.change_subscription(
        subscription=moved,
        version=moved.version,
        circuit=Circuit(z_end_unit_id=harbor_branch().pk),
        papers=Papers(),
        **DOES,
    )
    mills = Customer.objects.get(pk=lake_mills().pk)
    secret: dict[str, Any] = DOES | {"reason": "secret"}
    customers.restrict_customer(
        customer=mills, version=mills.version, cover_name="Cover 7", **secret
    )
    assert held_by(tom()) == []
    mills.refresh_from_db()
    customers.lift_restriction(customer=mills, version=mills.version, **secret)
    assert held_by(tom()) == [back.number]
    with pytest.raises(Refused, match="closed"):
        actions.change_subscription(
            subscription=back,
            version=back.version,
            circuit=Circuit(a_end_unit_id=9_999_999),
            papers=Papers(),
            **DOES,
        )
    actions.terminate_subscription(
        subscription=back,
        version=back.version,
        terminated_date=TUESDAY_10AM.date(),
        reason_recorded=TerminationReason.objects.order_by("pk")[0],
        **DOES,
    )
    assert held_by(tom()) == []


def test_shows_the_site_with_who_is_met_there_by_an_outline() -> None:
    person = customers.add_contact(
        customer=lake_mills(), details=ContactDetails(name="王海燕", phone="13800138000"), **DOES
    )
    site = customers.add_site(
        customer=lake_mills(),
        facts=SiteFacts(name="Mill hall", kind="PLANT", way_in="Gate 3", contact_id=person.pk),
        **DOES,
    )
    line = a_line(site_id=site.pk)

    page = text_of(signed_in(tom()).get(f"/equipment/line-ends/{line.number}/"))

    assert "Mill hall" in page
    assert "Gate 3" in page
    assert "王" in page
    assert "王海燕" not in page
