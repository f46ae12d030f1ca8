"""What the rights desk does, and what it leaves behind."""

from datetime import date
from typing import Any

import pytest

from primeline.approaches import actions as approaches
from primeline.approaches.choices import ApproachPurpose, Channel
from primeline.approaches.values import Wish
from primeline.audit.models import Look
from primeline.customers.models import Contact, TimelineLine
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.kit.models import EventRow
from primeline.privacy import actions as privacy
from primeline.privacy import queries as keys
from primeline.privacy.choices import LimitKind
from primeline.privacy.tests.people import mei
from primeline.privacy.values import Erased, Withheld
from primeline.rights import actions, queries
from primeline.rights.choices import CaseStatus, DataClass, Proof, RequestStatus, RightKind
from primeline.rights.models import RetentionCase, RightsRequest
from primeline.rights.values import Due
from primeline.staff.queries import reach_of
from primeline.testing.cast import CASTING, TUESDAY_10AM, greta, lin, sara

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 28)
WHY = "Asked for in writing."


def asked(
    kind: RightKind, contact: Contact | None = None, wish: str = "She is Ms Wang"
) -> RightsRequest:
    return actions.receive_request(
        person=contact or mei(),
        kind=kind,
        proof=Proof.CARD_SHOWN,
        received_date=TODAY,
        today=TODAY,
        by=sara(),
        at=TUESDAY_10AM,
        wish=wish,
    )


def carried_out(request: RightsRequest) -> RightsRequest:
    return actions.carry_out(
        request=request, version=request.version, reason=WHY, by=sara(), at=TUESDAY_10AM
    )


class TestReceiveRequest:
    @pytest.mark.row("B2")
    def test_says_what_is_to_be_corrected(self) -> None:
        with pytest.raises(Refused) as refused:
            asked(RightKind.CORRECT, wish="  ")
        assert refused.value.field == "wish"
        assert asked(RightKind.CORRECT).wish == "She is Ms Wang"
        assert asked(RightKind.EXPLAIN, wish="").wish == ""

    @pytest.mark.row("B2")
    def test_is_taken_in_once_until_it_is_answered(self) -> None:
        first = asked(RightKind.COPY)
        with pytest.raises(Refused, match=first.number) as refused:
            asked(RightKind.COPY, first.contact)
        assert refused.value.field == "kind"
        assert asked(RightKind.EXPLAIN, first.contact).status is RequestStatus.OPEN
        carried_out(first)
        assert asked(RightKind.COPY, first.contact).number != first.number

    @pytest.mark.row("B2")
    def test_is_open_and_due(self) -> None:
        request = asked(RightKind.COPY)

        assert request.status == RequestStatus.OPEN
        assert request.due_date == date(2026, 5, 28)

    @pytest.mark.row("B2")
    def test_is_due_within_the_days_that_people_have_set(self) -> None:
        privacy.install_limits(by=CASTING, at=TUESDAY_10AM)
        on_tuesday: dict[str, Any] = {"by": CASTING, "at": TUESDAY_10AM, "reason": "Asked for."}
        today, next_week = date(2026, 4, 28), date(2026, 5, 5)
        limit = keys.get_limit(LimitKind.ANSWER_DAYS, today=today)
        for version, value, day in ((1, 20, next_week), (2, 10, next_week), (3, 15, today)):
            privacy.change_limit(
                limit=limit, version=version, value=value, from_date=day, **on_tuesday
            )

        # What was decided for next week has not been in force a day.
        assert asked(RightKind.COPY).due_date == date(2026, 5, 13)
        assert keys.limit(LimitKind.ANSWER_DAYS, today=date(2026, 4, 27)) == 30
        limit = keys.get_limit(LimitKind.ANSWER_DAYS, today=today)
        privacy.change_limit(limit=limit, version=1, value=25, from_date=next_week, **on_tuesday)
        days = (today, date(2026, 5, 4), next_week)
        in_force = [keys.limit(LimitKind.ANSWER_DAYS, today=day) for day in days]
        assert in_force == [15, 15, 25]
        told = keys.get_limit(LimitKind.ANSWER_DAYS, today=today)
        assert told.later is not None
        assert told.later.value == 25
        with pytest.raises(ChangedMeanwhile):
            privacy.change_limit(limit=limit, version=1, value=9, from_date=today, **on_tuesday)
        yesterday = date(2026, 4, 27)
        with pytest.raises(Refused):
            privacy.change_limit(limit=limit, version=2, value=9, from_date=yesterday, **on_tuesday)

    def test_is_seen_by_the_desk_alone(self) -> None:
        request = asked(RightKind.COPY)

        assert queries.open_requests(reach_of(sara(), at=TUESDAY_10AM)) == [request]
        assert queries.open_requests(reach_of(greta(), at=TUESDAY_10AM)) == []
        with pytest.raises(NotFound):
            queries.get_request(reach_of(greta(), at=TUESDAY_10AM), request.number)


class TestCarryOut:
    def test_restricts_until_lifted(self) -> None:
        request = carried_out(asked(RightKind.RESTRICT))
        assert isinstance(Contact.objects.get().phone, Withheld)

        contact = Contact.objects.get()
        assert queries.restrictions_at(contact.customer) == {contact.pk: request.number}
        assert queries.lifting_of(request) is None
        actions.lift_restriction(request=request, reason=WHY, by=sara(), at=TUESDAY_10AM)

        lifted = queries.lifting_of(request)
        assert lifted
        assert (lifted.reason, lifted.by_name) == (WHY, sara().username)
        assert queries.restrictions_at(contact.customer) == {}
        assert Contact.objects.get().phone == "+8613800001234"
        with pytest.raises(Refused):
            actions.lift_restriction(request=request, reason=WHY, by=sara(), at=TUESDAY_10AM)

    @pytest.mark.row("B2")
    def test_erases_and_says_so(self) -> None:
        request = carried_out(asked(RightKind.ERASE))

        contact = Contact.objects.get()
        assert isinstance(contact.name, Erased)
        assert not contact.is_active
        assert request.decided_by == sara()
        assert EventRow.objects.filter(name__contains="PersonErased").count() == 1
        with pytest.raises(Refused):
            asked(RightKind.COPY, contact)

    @pytest.mark.row("B2")
    def test_erasing_closes_what_else_waits_about_them_and_says_why(self) -> None:
        explain = asked(RightKind.EXPLAIN)
        contact = explain.contact
        assert contact
        erase = asked(RightKind.ERASE, contact)
        due = Due(
            customer_id=explain.customer_id,
            contact_id=contact.pk,
            data_class=DataClass.LEFT,
            ended_date=TODAY,
            due_date=TODAY,
        )
        actions.open_cases(due=[due], by=CASTING, at=TUESDAY_10AM)

        carried_out(erase)

        explain.refresh_from_db()
        assert (explain.status, explain.decided_by) == (RequestStatus.REFUSED, sara())
        assert "erased in the meantime" in str(explain.reason)
        case = RetentionCase.objects.get()
        assert (case.status, str(case.reason)) == (CaseStatus.ERASED, str(explain.reason))
        told = TimelineLine.objects.filter(customer=explain.customer_id)
        assert not told.filter(kind="CONTACT_LEFT").exists()
        assert told.filter(kind="RIGHTS_REQUEST", words__how="REFUSED").exists()

    def test_is_done_once(self) -> None:
        request = asked(RightKind.EXPLAIN)
        stale = RightsRequest.objects.get(pk=request.pk)
        carried_out(request)

        with pytest.raises(ChangedMeanwhile):
            actions.refuse(
                request=stale, version=stale.version, reason=WHY, by=sara(), at=TUESDAY_10AM
            )
        with pytest.raises(Refused):
            carried_out(request)


class TestRefuse:
    def test_leaves_the_person_as_they_are(self) -> None:
        request = asked(RightKind.ERASE)
        actions.refuse(
            request=request, version=request.version, reason=WHY, by=sara(), at=TUESDAY_10AM
        )

        assert request.status == RequestStatus.REFUSED
        assert Contact.objects.get().name == "张美丽"


class TestHandOut:
    @pytest.mark.row("B2")
    def test_gives_all_we_hold_though_it_is_restricted(self) -> None:
        contact = mei()
        wish = Wish(
            channel=Channel.EMAIL,
            purpose=ApproachPurpose.FAULT,
            subject="Your line",
            text="It works.",
        )
        approaches.ask_approach(
            contact=contact, wish=wish, by=lin(), at=TUESDAY_10AM, is_named=True
        )
        carried_out(asked(RightKind.RESTRICT, contact))

        found = actions.hand_out(request=asked(RightKind.COPY, contact), by=sara(), at=TUESDAY_10AM)

        assert found["on_file"][0]["facts"]["phone"] == "+8613800001234"
        assert found["on_file"][0]["facts"]["name"] == "张美丽"
        (reached,) = found["reached"]
        assert (reached["how"], reached["purpose"]) == ("EMAIL", "FAULT")
        assert (reached["subject"], reached["text"]) == ("Your line", "It works.")
        assert [one["kind"] for one in found["requests"]] == ["RESTRICT", "COPY"]
        assert Look.objects.get().subject_kind == "personal copy"

    def test_is_for_those_who_asked(self) -> None:
        with pytest.raises(Refused):
            actions.hand_out(request=asked(RightKind.EXPLAIN), by=sara(), at=TUESDAY_10AM)
