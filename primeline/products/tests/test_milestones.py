"""Milestones of contracts: planned, reached, taken back, dropped."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from primeline.customers.models import Attachment, TimelineLine
from primeline.customers.values import Paper
from primeline.kit.deeds import act
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.products import actions, queries
from primeline.products.choices import (
    MilestoneKind,
)
from primeline.products.models import Agreement, Milestone
from primeline.products.tests.test_contracts_in_full import (
    PAYMENT,
    TERMS,
    TODAY,
    a_contract,
    a_milestone,
    reached,
)
from primeline.staff.queries import reach_of
from primeline.testing.cast import (
    TUESDAY_10AM,
    greta,
    lin,
)
from primeline.testing.papers import pdf, stream

pytestmark = [pytest.mark.django_db, pytest.mark.row("B3")]


class TestMilestones:
    def test_are_planned_changed_and_reached_with_proof(self) -> None:
        milestone = a_milestone(a_contract())
        later = replace(PAYMENT, due_date=TODAY + timedelta(days=30))
        milestone = actions.change_milestone(
            milestone=milestone, version=1, terms=later, by=greta(), at=TUESDAY_10AM, reason="Late"
        )

        paper = Paper(name="proof.pdf", content=stream(pdf()), kind="OTHER")
        done = reached(milestone, proof="", paper=paper)

        assert (done.done_date, done.done_by, done.attachment) == (
            TODAY,
            lin(),
            Attachment.objects.get(),
        )
        kinds = TimelineLine.objects.filter(kind__startswith="MILESTONE").order_by("pk")
        assert list(kinds.values_list("kind", flat=True)) == [
            "MILESTONE_PLANNED",
            "MILESTONE_CHANGED",
            "MILESTONE_DONE",
        ]
        dossier = queries.dossier_of(done.agreement, reach_of(lin(), at=TUESDAY_10AM))
        assert (dossier.paid_cents, dossier.planned_cents) == (600_000, 600_000)

    def test_refuse_what_cannot_be(self) -> None:
        contract = a_contract()
        for changes in (
            {"name": " "},
            {"amount_cents": 0},
            {"kind": MilestoneKind.ACCEPTANCE},
            {"due_date": date(2025, 12, 19)},
        ):
            with pytest.raises(Refused):
                a_milestone(contract, **changes)
        milestone = a_milestone(contract)

        before = TERMS.signed_date and TERMS.signed_date - timedelta(days=1)
        for said in (
            {"proof": " "},
            {"done_date": TODAY + timedelta(days=3)},
            {"done_date": before},
        ):
            with pytest.raises(Refused):
                reached(milestone, **said)
        with pytest.raises(ChangedMeanwhile):
            reached(milestone, version=7)
        assert Milestone.objects.get().done_date is None

    def test_are_waited_for_again_once_that_is_taken_back_because(self) -> None:
        paper = Paper(name="proof.pdf", content=stream(pdf()), kind="OTHER")
        done = reached(a_milestone(a_contract()), paper=paper)
        facts: dict[str, Any] = {"by": lin(), "at": TUESDAY_10AM}
        with pytest.raises(Refused) as refusal:
            actions.reopen_milestone(milestone=done, version=2, reason=" ", **facts)
        assert refusal.value.field == "reason"
        with pytest.raises(ChangedMeanwhile):
            actions.reopen_milestone(milestone=done, version=1, reason="Too early", **facts)

        again = actions.reopen_milestone(milestone=done, version=2, reason="Too early", **facts)

        assert (again.done_date, again.done_by, again.proof, again.attachment) == (
            None,
            None,
            "",
            None,
        )
        line = TimelineLine.objects.get(kind="MILESTONE_REOPENED")
        assert line.words["reason"] == "Too early"
        with pytest.raises(Refused, match="not reached"):
            actions.reopen_milestone(milestone=again, version=3, reason="x", **facts)
        assert reached(again).done_date == TODAY

    def test_are_over_once_done_or_dropped(self) -> None:
        done, dropped = reached(a_milestone(a_contract())), a_milestone(Agreement.objects.get())
        dropped = actions.drop_milestone(
            milestone=dropped, version=1, reason="Not owed", by=greta(), at=TUESDAY_10AM
        )

        for over in (done, dropped):
            with pytest.raises(Refused):
                reached(over)
            with pytest.raises(Refused):
                actions.drop_milestone(
                    milestone=over, version=2, reason="x", by=greta(), at=TUESDAY_10AM
                )

    def test_the_database_wants_an_amount_and_a_proof(self) -> None:
        milestone = a_milestone(a_contract())

        for wrong in ({"amount_cents": 0}, {"done_date": TODAY}):
            with (
                act(kind="test.wrong", by=greta(), at=TUESDAY_10AM),
                pytest.raises(IntegrityError),
                transaction.atomic(),
            ):
                Milestone.objects.filter(pk=milestone.pk).update(**wrong)
