"""A case from its beginning to its end, with the cases that it calls."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.bpmn.values import Asked
from primeline.commitments.rules import said_before
from primeline.customers.choices import CustomerStatus
from primeline.customers.models import Customer
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.privacy.textfields import check_nameless, prepared
from primeline.processes import rules
from primeline.processes.actions import moving, promises
from primeline.processes.actions.facts import keep, say
from primeline.processes.actions.moving import DEEPEST_CALL, Run
from primeline.processes.actions.telling import tell
from primeline.processes.choices import CaseStatus, How
from primeline.processes.models import Case, Process, ServiceRun, Token
from primeline.processes.queries.cases import answers_of
from primeline.processes.queries.library import drawn, edition_in_force
from primeline.processes.values import Answers, Wish
from primeline.products.queries.holdings import served_since
from primeline.staff.models import Person


@deed("processes.start")
def start_case(
    *, process: Process, customer: Customer, wish: Wish, by: Actor, at: datetime
) -> Case:
    """Begin a case for an account by the version in force; the first steps are asked for at once.

    :raises Refused: if no version is in force, the account is closed, no title is given, or it
        cannot have been said then
    """
    if not wish.title.strip():
        raise Refused(_("Say in a few words what this is about."), field="title")
    if customer.status == CustomerStatus.CLOSED:
        raise Refused(_("This account is closed. Nothing is begun for it."), field="account")
    run = _begin(process, customer, wish, None, by=by, at=at)
    _settle(run)
    return run.case


@deed("processes.cancel")
def cancel_case(*, case: Case, version: int, by: Person, at: datetime, reason: str) -> Case:
    """Give a case up: nobody is asked for anything any more, and what was done by itself is undone.

    :raises Refused: if it has ended, another case called it, or no reason is given
    :raises ChangedMeanwhile: if it went on since `version` was read
    """
    why = rules.check_reason(reason)
    fresh = moving.still_running(case)
    if fresh.version != version:
        raise ChangedMeanwhile(_("This case went on in the meantime. Look at where it stands now."))
    if fresh.called_by_id is not None:
        raise Refused(_("Another case waits for this one. Cancel that one."))
    _cancel(fresh, why, by=by, at=at)
    return fresh


@deed("processes.receive")
def receive_message(
    *, case: Case, message: str, answers: Answers | None = None, by: Actor, at: datetime
) -> Case:
    """Say that something has come that a case waits for, with what it says.

    :raises Refused: if it has ended, or does not wait for that; sent twice, it came once
    """
    fresh = moving.still_running(case)
    drawing = drawn(fresh.edition)
    said = answers or {}
    unknown = sorted(said.keys() - drawing.fields.keys())
    if unknown:
        raise Refused(_("The drawing knows no “%(name)s”.") % {"name": unknown[0]})
    say(fresh, drawing, [Asked(name) for name in said], said, at=at)
    promises.learn(fresh, drawing, said, by=by, at=at)
    run = moving.run_of(fresh, by=by, at=at)
    moving.take_in(run, message)
    _settle(run)
    return fresh


def settle(run: Run) -> None:
    """Write down where a case has come to, and let go on what waits for its end."""
    _settle(run)


def _settle(run: Run) -> None:
    moving.settle(run)
    _drop_called(run)
    for row in run.called:
        # What was called before may have ended at once, and with it the need for this one.
        if Token.objects.filter(pk=row.pk, left_at=None).exists():
            _call(run, row)
    if run.case.status == CaseStatus.DONE:
        tell(run.case, How.DONE, by=run.by, at=run.at)
        _answer(run)


def _drop_called(run: Run) -> None:
    """Cancel the cases that were called at places which a terminate end has taken away."""
    if not run.withdrawn:
        return
    called = Case.objects.filter(
        called_by__case=run.case, called_by__number__in=run.withdrawn, status=CaseStatus.RUNNING
    )
    for one in called.select_for_update(of=("self",)).select_related("edition__process"):
        _cancel(one, run.case.number, by=run.by, at=run.at)


def _call(run: Run, row: Token) -> None:
    """Begin the case that a place on the drawing calls, with what was said so far."""
    code = run.drawing.by_id[row.node].called
    process = Process.objects.filter(code=code).first()
    if process is None or _depth(run.case) >= DEEPEST_CALL:
        raise Refused(
            _("“%(code)s” cannot be called here. Have the drawing put right.") % {"code": code}
        )
    wish = Wish(title=run.case.title, reference=run.case.reference)
    called = _begin(process, run.case.customer, wish, row, by=run.by, at=run.at)
    _settle(called)


def _begin(
    process: Process,
    customer: Customer,
    wish: Wish,
    called_by: Token | None,
    *,
    by: Actor,
    at: datetime,
) -> Run:
    edition = edition_in_force(process, at)
    if edition is None or not process.is_active:
        raise Refused(_("No version of this process is in force."), field="process")
    if called_by is None:
        check_nameless(Case, customer.pk, {"reference": wish.reference})
    served = served_since(customer) if wish.said_at else None
    since = said_before(wish.said_at, served_since=served, at=at)
    case = Case.objects.create(
        edition=edition,
        customer=customer,
        title=wish.title if called_by else wish.title.strip(),
        reference=wish.reference.strip(),
        started_at=at,
        said_at=since if since < at else None,
        started_by_id=by.actor_id,
        called_by=called_by,
    )
    run = moving.run_of(case, by=by, at=at)
    if called_by is not None:
        told = answers_of(called_by.case)
        keep(case, {name: said for name, said in told.items() if name in run.drawing.fields})
        run.values = answers_of(case, run.drawing)
    said = {"said": since.isoformat()} if case.said_at else {}
    tell(case, How.STARTED, by=by, at=at, **said)
    promises.owe(case, run.drawing, at=at)
    moving.begin(run)
    return run


def _answer(run: Run) -> None:
    """Let the case go on that called one which is done, with what was said in it."""
    token = run.case.called_by
    if token is None or token.left_at is not None:
        return
    caller = moving.taken_up(token.case)
    if not caller.is_running:
        return
    above = moving.run_of(caller, by=run.by, at=run.at)
    known = above.drawing.fields
    keep(caller, {name: said for name, said in run.values.items() if name in known})
    above.values = answers_of(caller, above.drawing)
    promises.learn(caller, above.drawing, run.values, by=run.by, at=run.at)
    moving.go_on(above, token.number)
    _settle(above)


def _cancel(case: Case, reason: str, *, by: Actor, at: datetime) -> None:
    run = moving.run_of(case, by=by, at=at)
    called = Case.objects.filter(
        called_by__case=case, called_by__left_at=None, status=CaseStatus.RUNNING
    )
    for one in called.select_for_update(of=("self",)).select_related("edition__process"):
        _cancel(one, reason, by=by, at=at)
    moving.close(run, CaseStatus.CANCELLED)
    moving.stop(run)
    done = ServiceRun.objects.filter(case=case, undone_at=None).select_related("token")
    moving.undo(run, list(done))
    moving.settle(run)
    Case.objects.filter(pk=case.pk).update(**prepared(case, reason=reason))
    tell(case, How.CANCELLED, by=by, at=at)


def _depth(case: Case) -> int:
    depth, token = 0, case.called_by
    while token is not None:
        depth, token = depth + 1, token.case.called_by
    return depth
