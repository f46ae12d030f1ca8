"""What a contract says will be accepted or paid by when: planned, changed, done, dropped."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Paper
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused, check_all
from primeline.kit.saving import save_changes
from primeline.products import milestones as days
from primeline.products import rules
from primeline.products.actions.contracts import iso, tell_of
from primeline.products.models import Agreement, Milestone
from primeline.products.values import MilestoneTerms


@deed("products.plan_milestone")
def plan_milestone(
    *, agreement: Agreement, terms: MilestoneTerms, by: Actor, at: datetime
) -> Milestone:
    """Put down what is to be accepted or paid by a day.

    :raises Refused: if it has no name, an amount that does not belong to its kind, or a day that
        does not belong to the contract
    """
    check_all(lambda: days.check_milestone(terms), lambda: _check_day(agreement, terms))
    milestone = Milestone.objects.create(agreement=agreement, **asdict(terms))
    tell_of_milestone(
        milestone, TimelineKind.MILESTONE_PLANNED, {"day": iso(terms.due_date)}, by=by, at=at
    )
    return milestone


@deed("products.change_milestone")
def change_milestone(
    *,
    milestone: Milestone,
    version: int,
    terms: MilestoneTerms,
    by: Actor,
    at: datetime,
    reason: str,
) -> Milestone:
    """Change what is to be accepted or paid, or by when.

    :raises Refused: if it is done or dropped, no reason is given, or the amount or the new day
        does not belong
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    check_open(milestone)
    days.check_milestone(terms)
    if terms.due_date != milestone.due_date:
        _check_day(milestone.agreement, terms)
    _check_reason(reason)
    before = milestone.due_date
    save_changes(Milestone, pk=milestone.pk, version=version, changes=asdict(terms))
    milestone.refresh_from_db()
    words = {"from": iso(before), "to": iso(terms.due_date), "reason": reason}
    tell_of_milestone(milestone, TimelineKind.MILESTONE_CHANGED, words, by=by, at=at)
    return milestone


@deed("products.reach_milestone")
def reach_milestone(
    *,
    milestone: Milestone,
    version: int,
    done_date: date,
    proof: str,
    paper: Paper | None = None,
    by: Actor,
    at: datetime,
) -> Milestone:
    """Record that something was accepted or paid, with what shows it: words, a file, or both.

    :raises Refused: if it is done or dropped already, the day is still to come or lies before the
        contract, nothing shows it, or the file cannot be kept
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    check_open(milestone)
    rules.check_has_come(done_date, at=at, field="done_date")
    agreement = milestone.agreement
    days.check_reached(done_date, signed=agreement.signed_date, starts=agreement.starts_date)
    if not proof.strip() and paper is None:
        raise Refused(_("Say what shows it, or attach the file that does."), field="proof")
    changes: dict[str, Any] = {
        "done_date": done_date,
        "done_by_id": by.actor_id,
        "proof": proof.strip(),
    }
    if paper is not None:
        customer = agreement.customer
        changes["attachment"] = customers.attach_file(customer=customer, paper=paper, by=by, at=at)
    save_changes(Milestone, pk=milestone.pk, version=version, changes=changes)
    milestone.refresh_from_db()
    tell_of_milestone(milestone, TimelineKind.MILESTONE_DONE, {"day": iso(done_date)}, by=by, at=at)
    return milestone


@deed("products.reopen_milestone")
def reopen_milestone(
    *, milestone: Milestone, version: int, reason: str, by: Actor, at: datetime
) -> Milestone:
    """Take back that a milestone was reached: it is waited for again; its file stays on file.

    :raises Refused: if it is not reached, a payment settled it, or no reason is given
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if milestone.done_date is None:
        raise Refused(_("This milestone is not reached."))
    if milestone.matches.filter(undone_at=None).exists():
        raise Refused(
            _("A payment settled this milestone. If it is another one, say so at the payment.")
        )
    _check_reason(reason)
    open_again(milestone, version, reason, by=by, at=at)
    return milestone


@deed("products.drop_milestone")
def drop_milestone(
    *, milestone: Milestone, version: int, reason: str, by: Actor, at: datetime
) -> Milestone:
    """Record that a milestone is not waited for any longer; it stays in the archive.

    :raises Refused: if it is done or dropped already, or no reason is given
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    check_open(milestone)
    _check_reason(reason)
    save_changes(Milestone, pk=milestone.pk, version=version, changes={"is_active": False})
    milestone.refresh_from_db()
    tell_of_milestone(milestone, TimelineKind.MILESTONE_DROPPED, {"reason": reason}, by=by, at=at)
    return milestone


def open_again(milestone: Milestone, version: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Wait for a milestone again, and tell so."""
    changes = {"done_date": None, "done_by_id": None, "proof": "", "attachment_id": None}
    save_changes(Milestone, pk=milestone.pk, version=version, changes=changes)
    milestone.refresh_from_db()
    words = {"reason": reason.strip()}
    tell_of_milestone(milestone, TimelineKind.MILESTONE_REOPENED, words, by=by, at=at)


def check_open(milestone: Milestone) -> None:
    """Do nothing if a milestone is still waited for.

    :raises Refused: if it is done or dropped
    """
    if milestone.done_date is not None or not milestone.is_active:
        raise Refused(_("This milestone is done or dropped already."))


def _check_day(agreement: Agreement, terms: MilestoneTerms) -> None:
    days.check_due(
        terms.due_date,
        signed=agreement.signed_date,
        starts=agreement.starts_date,
        ends=agreement.ends_date,
    )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")


def tell_of_milestone(
    milestone: Milestone,
    kind: TimelineKind,
    words: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Tell on the timeline what became of a milestone."""
    words = {
        "milestone": milestone.kind,
        "name": milestone.name,
        "cents": milestone.amount_cents,
        **words,
    }
    tell_of(milestone.agreement, kind, words, by=by, at=at)
