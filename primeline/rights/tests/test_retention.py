"""How long what is kept: set by two people; whose time is over comes to the desk, no further."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from primeline.audit.models import RefusedRequest
from primeline.audit.refusals import count_refusal
from primeline.audit.values import Refusal
from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind, CustomerStatus
from primeline.customers.models import Contact, Customer
from primeline.customers.values import Identity
from primeline.kit.deeds import act
from primeline.kit.errors import Refused
from primeline.kit.jobs import Job
from primeline.privacy.queries import is_erased, is_restricted
from primeline.privacy.tests.people import mei
from primeline.rights import actions, queries
from primeline.rights.choices import CaseStatus, DataClass, RuleStatus
from primeline.rights.listeners import sweep
from primeline.rights.models import RetentionCase, RetentionRule
from primeline.rights.sources import find_due
from primeline.staff.choices import Role
from primeline.staff.models import Person
from primeline.testing.cast import (
    TUESDAY_10AM,
    a_person,
    greta,
    harbor_branch,
    headquarters,
    sara,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("B2")]
WHY = "Nobody asks for them any more."
AFTER = TUESDAY_10AM + timedelta(days=800)


def sven() -> Person:
    return a_person("sven", "斯文", "Sven", headquarters, Role.SERVICE_CENTER)


def gone() -> Contact:
    contact = mei()
    return customers.retire_contact(
        contact=contact, version=contact.version, by=greta(), at=TUESDAY_10AM
    )


def found(at: datetime = AFTER) -> list[RetentionCase]:
    find_due(today=at.date(), at=at, report=lambda count: None)
    return list(RetentionCase.objects.filter(status=CaseStatus.OPEN))


def decided(case: RetentionCase, outcome: CaseStatus, until: date | None = None) -> RetentionCase:
    return actions.decide_case(
        case=case,
        version=case.version,
        outcome=outcome,
        kept_until_date=until,
        reason=WHY,
        today=max(AFTER.date(), case.due_date),
        by=sara(),
        at=AFTER,
    )


def test_who_left_comes_to_the_desk_when_the_period_is_over_and_not_before() -> None:
    contact = gone()

    assert found(TUESDAY_10AM + timedelta(days=700)) == []
    (case,) = found()
    assert found() == [case]

    assert (case.contact, case.data_class) == (contact, DataClass.LEFT)
    assert case.due_date == date(2028, 4, 28)
    assert not is_erased(contact.subject)


def test_what_is_corrected_after_somebody_left_does_not_keep_them_longer() -> None:
    contact = gone()
    with act(kind="test.correct", by=greta(), at=TUESDAY_10AM + timedelta(days=200)):
        Contact.objects.filter(pk=contact.pk).update(job_title="Clerk")

    (case,) = found()
    assert (case.contact, case.due_date) == (contact, date(2028, 4, 28))


def test_who_serves_on_is_left_alone_and_who_comes_back_leaves_the_desk() -> None:
    contact = mei()
    assert found() == []
    contact = gone()
    (case,) = found()

    customers.reinstate_contact(contact=contact, version=contact.version, by=greta(), at=AFTER)

    with pytest.raises(Refused, match="needed again"):
        decided(RetentionCase.objects.get(pk=case.pk), CaseStatus.ERASED)
    assert not is_erased(contact.subject)
    assert found() == []
    case.refresh_from_db()
    assert case.status == CaseStatus.LAPSED


def test_a_person_decides_to_erase_to_restrict_or_to_keep_until_a_day() -> None:
    contact = gone()
    (case,) = found()
    for outcome, until in (
        (CaseStatus.KEPT, None),
        (CaseStatus.KEPT, AFTER.date()),
        (CaseStatus.KEPT, date(2090, 1, 1)),
        (CaseStatus.LAPSED, None),
    ):
        with pytest.raises(Refused):
            decided(case, outcome, until)

    decided(case, CaseStatus.KEPT, date(2028, 12, 31))
    assert found() == []
    (again,) = found(AFTER + timedelta(days=365))
    with pytest.raises(Refused, match="decided already"):
        decided(case, CaseStatus.ERASED)
    decided(again, CaseStatus.RESTRICTED)
    assert is_restricted(contact.subject)
    assert found(AFTER + timedelta(days=365)) == []


def test_erased_after_the_decision_nothing_can_be_read() -> None:
    contact = gone()
    (case,) = found()

    case = decided(case, CaseStatus.ERASED)

    contact.refresh_from_db()
    assert is_erased(contact.subject)
    assert str(contact.name) != "张美丽"
    assert "张美丽" not in str(queries.everything_on(contact))
    assert (case.status, case.decided_by) == (CaseStatus.ERASED, sara())
    assert found() == []


def test_individuals_come_up_once_nothing_is_left_that_they_have() -> None:
    account = customers.open_customer(
        identity=Identity(kind=CustomerKind.INDIVIDUAL, name="周先生"),
        owner_unit=harbor_branch(),
        by=greta(),
        at=TUESDAY_10AM,
    )
    later = TUESDAY_10AM + timedelta(days=1100)
    assert found(later) == []
    customers.change_status(
        customer=account,
        version=account.version,
        status=CustomerStatus.CLOSED,
        by=greta(),
        at=TUESDAY_10AM,
        reason="Asked to.",
    )

    (case,) = found(later)
    assert (case.contact, case.data_class) == (None, DataClass.INDIVIDUAL)
    assert case.due_date == date(2029, 4, 28)
    decided(case, CaseStatus.ERASED)

    assert is_erased(Customer.objects.get(pk=account.pk).subject)


def test_a_period_is_set_by_two_people_and_kept_with_its_history() -> None:
    def proposed(months: int, kind: DataClass = DataClass.LEFT) -> RetentionRule:
        return actions.propose_rule(
            data_class=kind,
            months=months,
            citation="Board 12/2026",
            reason="Shorter is enough.",
            by=sara(),
            at=TUESDAY_10AM,
        )

    def approved(rule: RetentionRule, by: Person) -> None:
        actions.decide_rule(
            rule=rule, version=rule.version, is_approved=True, by=by, at=TUESDAY_10AM
        )

    rule = proposed(12)
    assert queries.months_kept(DataClass.LEFT) == 24
    with pytest.raises(Refused, match="Somebody else"):
        approved(rule, sara())
    with pytest.raises(Refused, match="proposed already"):
        proposed(13)
    approved(rule, sven())
    with pytest.raises(Refused, match="decided on already"):
        approved(rule, sven())
    with pytest.raises(Refused, match="At least 6 months"):
        proposed(5, DataClass.SIGN_INS)
    with pytest.raises(Refused, match="Nothing counts down"):
        proposed(5, DataClass.LOOKS)
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionRule.objects.filter(pk=rule.pk).update(decided_by=sara())

    assert queries.months_kept(DataClass.LEFT) == 12
    assert [one.status for one in queries.rules_before(DataClass.LEFT)] == [RuleStatus.IN_FORCE]
    gone()
    (case,) = found(TUESDAY_10AM + timedelta(days=370))
    # Who is on the desk when the period grows leaves it, and is not erased before.
    approved(proposed(36), sven())
    with pytest.raises(Refused, match="extended"):
        decided(case, CaseStatus.ERASED)
    assert found() == []


def test_refused_requests_go_by_themselves_when_their_time_is_over() -> None:
    for at in (TUESDAY_10AM, AFTER - timedelta(days=100)):
        where = {"route": "accounts:account", "path": "/", "request_id": ""}
        count_refusal(Refusal(person_id=greta().pk, kind="REACH", **where), at=at)

    sweep(Job(job_id=1, kind="rights.sweep", payload={}, at=AFTER))

    assert RefusedRequest.objects.get().last_at == AFTER - timedelta(days=100)
