"""People whose data were kept as long as they may: put on the desk, decided by a person."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.privacy import actions as privacy
from primeline.rights import queries, rules
from primeline.rights.actions.erasing import erase_person, tell_restricted
from primeline.rights.choices import CaseStatus, RequestStatus, RightKind
from primeline.rights.models import RetentionCase
from primeline.rights.values import Due

OUTCOMES = (CaseStatus.ERASED, CaseStatus.RESTRICTED, CaseStatus.KEPT)


@deed("rights.open_cases")
def open_cases(*, due: Collection[Due], by: Actor, at: datetime) -> None:
    """Put people whose time is over on the rights desk, each once."""
    RetentionCase.objects.bulk_create(
        RetentionCase(
            customer_id=one.customer_id,
            contact_id=one.contact_id,
            data_class=one.data_class,
            ended_date=one.ended_date,
            due_date=one.due_date,
            opened_at=at,
        )
        for one in due
    )


@deed("rights.let_cases_lapse")
def let_cases_lapse(*, cases: Collection[RetentionCase], by: Actor, at: datetime) -> None:
    """Take people off the desk who are needed again, or were erased meanwhile."""
    for case in cases:
        changes = {"status": CaseStatus.LAPSED, "decided_at": at}
        save_changes(RetentionCase, pk=case.pk, version=case.version, changes=changes)


@deed("rights.decide_case")
def decide_case(
    *,
    case: RetentionCase,
    version: int,
    outcome: CaseStatus,
    kept_until_date: date | None,
    reason: str,
    today: date,
    by: Actor,
    at: datetime,
) -> RetentionCase:
    """Erase a person whose time is over, restrict them, or keep them until a day, with a reason.

    :raises Refused: if it was decided already, no reason is given, or they are needed again
    :raises ChangedMeanwhile: if somebody decided since `version` was read
    """
    is_open = case.status == CaseStatus.OPEN
    rules.check_decision(RequestStatus.OPEN if is_open else RequestStatus.DONE, reason)
    if outcome not in OUTCOMES:
        raise Refused(_("Choose whether to erase, restrict or keep."), field="outcome")
    is_kept = outcome is CaseStatus.KEPT
    until = rules.check_kept_until(kept_until_date, today=today) if is_kept else None
    changes: dict[str, Any] = {
        "status": outcome,
        "kept_until_date": until,
        "reason": reason.strip(),
        "decided_at": at,
        "decided_by_id": by.actor_id,
    }
    if not is_kept:
        _check_over(case, today=today)
    save_changes(RetentionCase, pk=case.pk, version=version, changes=changes)
    if outcome is CaseStatus.RESTRICTED:
        privacy.restrict(subject=case.subject, by=by, at=at, reason=reason)
        tell_restricted(case.person, at=at)
        _tell(case, RightKind.RESTRICT, by=by, at=at)
    elif outcome is CaseStatus.ERASED:
        erase_person(case.person, by=by, at=at, case_id=case.pk)
        _tell(case, RightKind.ERASE, by=by, at=at)
    case.refresh_from_db()
    return case


def _check_over(case: RetentionCase, *, today: date) -> None:
    over = queries.is_over(case)
    if over is None:
        raise Refused(_("This person is needed again: their post or their account goes on."))
    periods = {over.data_class: queries.months_kept(over.data_class)}
    if over.due_date(periods) > today:
        raise Refused(_("The period was extended in the meantime: it is not over yet."))


def _tell(case: RetentionCase, right: RightKind, *, by: Actor, at: datetime) -> None:
    """Tell the account that somebody there was erased or restricted, never who."""
    line = Line(
        customer_id=case.customer_id,
        kind=TimelineKind.RIGHTS_REQUEST,
        happened_at=at,
        words={"how": RequestStatus.DONE.value, "right": right.value, "number": case.number},
    )
    customers.tell(line=line, by=by, at=at)
