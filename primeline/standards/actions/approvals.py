"""From a draft to what is in force: proposed by one, decided by another, told on its day."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from primeline.kit import events, proposals
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.saving import is_taken
from primeline.staff.models import Person
from primeline.standards import queries, rules
from primeline.standards.actions.drafts import draft_version
from primeline.standards.choices import PolicyStatus
from primeline.standards.events import PolicyTakesEffect
from primeline.standards.models import PolicyVersion


@deed("standards.propose_version")
def propose_version(
    *, draft: PolicyVersion, version: int, effective_date: date, by: Person, at: datetime
) -> PolicyVersion:
    """Ask for approval of a draft of one's own, to take effect on a day.

    :raises Refused: if it is somebody else's, contradicts itself or a statute, changes nothing,
        or is to take effect in the past
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    proposals.check_own(draft.author_id, by.pk)
    _check_date(draft, effective_date, at)
    _check_rules(draft)
    proposals.move(
        draft,
        version,
        PolicyStatus.DRAFT,
        to=PolicyStatus.PROPOSED,
        effective_from=proposals.beginning_of(effective_date),
        proposed_at=at,
        digest=queries.digest_of(draft.pk),
    )
    return draft


@deed("standards.take_back_proposal")
def take_back_proposal(
    *, proposal: PolicyVersion, version: int, by: Person, at: datetime
) -> PolicyVersion:
    """Take one's own proposal back, to change it again.

    :raises Refused: if it is somebody else's
    :raises ChangedMeanwhile: if it was decided about in the meantime
    """
    proposals.check_proposer(proposal.author_id, by.pk)
    proposals.move(
        proposal, version, PolicyStatus.PROPOSED, to=PolicyStatus.DRAFT, effective_from=None
    )
    return proposal


@deed("standards.approve_version")
def approve_version(
    *, proposal: PolicyVersion, version: int, by: Person, at: datetime, reason: str = ""
) -> PolicyVersion:
    """Let a proposal of somebody else take effect on its day.

    :raises Refused: if the author approves, its day is over, or another version came first
    :raises ChangedMeanwhile: if somebody decided since `version` was read
    """
    proposals.check_other(proposal.author_id, by.pk)
    still = PolicyVersion.objects.select_for_update().filter(pk=proposal.pk, version=version)
    if proposal.effective_from is None or not still.filter(status=PolicyStatus.PROPOSED).exists():
        raise ChangedMeanwhile(proposals.OTHER_FIRST)
    proposals.check_to_come(proposal.effective_from, at)
    _check_place(proposal)
    _check_rules(proposal)
    if queries.digest_of(proposal.pk) != proposal.digest:
        raise ChangedMeanwhile(_("Its rules are not those that were proposed. Refuse it."))
    try:
        with transaction.atomic():
            proposals.move(
                proposal,
                version,
                PolicyStatus.PROPOSED,
                to=PolicyStatus.APPROVED,
                # What was opened earlier today keeps what was promised for it.
                effective_from=max(proposal.effective_from, at),
                decided_by=by,
                decided_at=at,
                decision=reason.strip(),
            )
    except IntegrityError as error:
        if is_taken(error):
            raise ChangedMeanwhile(proposals.OTHER_FIRST) from error
        raise
    announce(by=by, at=at)
    return proposal


@deed("standards.refuse_version")
def refuse_version(
    *, proposal: PolicyVersion, version: int, by: Person, at: datetime, reason: str
) -> PolicyVersion:
    """Refuse a proposal of somebody else; its author can begin again from it.

    :raises Refused: if the author decides, or no reason is given
    :raises ChangedMeanwhile: if somebody decided since `version` was read
    """
    proposals.check_other(proposal.author_id, by.pk)
    proposals.check_said(reason)
    proposals.move(
        proposal,
        version,
        PolicyStatus.PROPOSED,
        to=PolicyStatus.REFUSED,
        decided_by=by,
        decided_at=at,
        decision=reason.strip(),
    )
    return proposal


@deed("standards.roll_back")
def roll_back(
    *, to: PolicyVersion, effective_date: date, by: Person, at: datetime, reason: str
) -> PolicyVersion:
    """Propose a new version that says again what an older one said.

    :raises Refused: if that was never in force, nothing would change, no reason is given, or it
        is to take effect in the past
    """
    draft = draft_version(copied_from=to, note=reason, by=by, at=at)
    return propose_version(
        draft=draft, version=draft.version, effective_date=effective_date, by=by, at=at
    )


@deed("standards.announce")
def announce(*, by: Actor, at: datetime) -> int:
    """Tell of each version whose day has come, once; return of how many."""
    due = PolicyVersion.objects.select_for_update().filter(
        status=PolicyStatus.APPROVED, effective_from__lte=at, announced_at=None
    )
    found = list(due.order_by("number"))
    for version in found:
        PolicyVersion.objects.filter(pk=version.pk).update(
            announced_at=at, version=F("version") + 1
        )
        events.publish(
            PolicyTakesEffect(happened_at=at, version_id=version.pk, number=version.number)
        )
    return len(found)


def _check_date(draft: PolicyVersion, effective_date: date, at: datetime) -> None:
    if effective_date < proposals.day_of(at):
        raise Refused(
            _("Rules take effect today or later, never in the past."), field="effective_date"
        )
    before = draft.based_on
    if (
        before is not None
        and before.effective_from
        and effective_date < proposals.day_of(before.effective_from)
    ):
        raise Refused(
            _("Version %(number)s is approved and takes effect later. Choose a later day.")
            % {"number": before.number},
            field="effective_date",
        )
    _check_place(draft)


def _check_place(draft: PolicyVersion) -> None:
    latest = queries.latest_approved()
    if draft.based_on_id != latest.pk:
        raise Refused(
            _(
                "Version %(number)s was approved since this was begun, and would be undone by it. "
                "Begin a new version with its rules and repeat the change."
            )
            % {"number": latest.number}
        )


def _check_rules(draft: PolicyVersion) -> None:
    now, before = queries.rows_of(draft.pk), queries.rows_of(queries.latest_approved().pk)
    if rules.is_forbidden(rules.findings(now, before)):
        raise Refused(
            _("Some rules contradict each other or loosen a statute. See what was found below.")
        )
    if not rules.compare(before, now):
        raise Refused(_("This says just what is in force. Change a rule first."))
