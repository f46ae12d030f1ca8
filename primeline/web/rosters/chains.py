"""Call chains: who is called in which order, starting one, and the log of a run."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.commitments import queries as commitments
from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.kit.once import once
from primeline.kit.sent import whole_number
from primeline.rosters import actions, queries
from primeline.rosters.choices import NotReached, RunCause, Speciality, StopCause
from primeline.rosters.values import ChainDraft, Occasion
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.edits import Edit, OnceForm
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest
from primeline.web.rosters import chain_forms
from primeline.web.rosters.views import EDIT, GET_AND_POST, SEE, Facts
from primeline.web.staff.choosing import as_choices, open_units

if TYPE_CHECKING:
    from primeline.commitments.models import Commitment
    from primeline.customers.models import Customer
    from primeline.rosters.models import CallChain, CallRun
    from primeline.staff.models import Unit

RUN = Permission.RUN_CALL_CHAINS
AT_ONCE = 100


@page(SEE)
def overview(request: PersonRequest) -> HttpResponse:
    """List the call chains with when each was last tried."""
    at = clock.now()
    found = list(queries.chains_of(request.reach)[: AT_ONCE + 1])
    rows = [(one, queries.is_tested(one.tested_at, at=at)) for one in found[:AT_ONCE]]
    context = {
        "rows": rows,
        "is_cut": len(found) > AT_ONCE,
        "untested": sum(not is_tested for _one, is_tested in rows),
        "may_edit": request.reach.may(EDIT),
    }
    return render(request, "web/rosters/chains.html", context)


@page(EDIT, methods=GET_AND_POST)
def new(request: PersonRequest) -> HttpResponse:
    """Set a call chain of a unit, or of one account, at the unit that owns it."""
    number = request.GET.get("account", "").strip()[:32]
    units = open_units(request, EDIT)
    try:
        customer = customers.get_customer(request.reach, number, EDIT) if number else None
    except NotFound:
        return _choose(request, units, number=number)
    unit_id = customer.owner_unit_id if customer else whole_number(request.GET.get("unit", ""))
    if unit_id is None:
        return _choose(request, units)
    if unit_id not in units:
        raise NotFound
    unit = units[unit_id]
    made: list[int] = []

    def opened(facts: Facts) -> None:
        draft = ChainDraft(unit=unit, customer=customer, name=facts["name"], links=facts["links"])

        def deed() -> str:
            chain = actions.open_chain(
                draft=draft, reach=request.reach, by=request.user, at=clock.now()
            )
            return str(chain.pk)

        made.append(int(once(key=facts["once"], at=clock.now(), deed=deed)))

    edit = edits.edited(
        request,
        chain_forms.ChainForm,
        opened,
        stored={},
        version=0,
        called=_called(unit, customer),
    )
    if edit.is_done:
        messages.success(request, _("Saved."))
        return redirect("rosters:chain", made[0])
    return _steps(request, edit, unit, customer, None)


@page(SEE)
def chain(request: PersonRequest, chain_id: int) -> HttpResponse:
    """Show a call chain and its runs."""
    return _show(request, queries.get_chain(request.reach, chain_id))


@page(EDIT, methods=GET_AND_POST)
def steps(request: PersonRequest, chain_id: int) -> HttpResponse:
    """Change who is called in which order."""
    found = queries.get_chain(request.reach, chain_id, to_edit=True)
    now = queries.steps_of(found)
    stored: Facts = {"name": found.name}
    for row, one in enumerate(now):
        named = f"{chain_forms.PERSON}:{one.person_id}" if one.person_id else ""
        at_customer = f"{chain_forms.CONTACT}:{one.contact_id}" if one.contact_id else ""
        on_duty = f"{chain_forms.ON_DUTY}:{one.speciality}"
        stored |= {
            f"called_{row}": named or at_customer or on_duty,
            f"wait_{row}": one.wait_minutes,
        }

    def change(facts: Facts) -> None:
        actions.change_chain(
            chain=found,
            version=facts["version"],
            draft=ChainDraft(
                unit=found.unit,
                customer=found.customer,
                name=facts["name"],
                links=facts["links"],
            ),
            reach=request.reach,
            by=request.user,
            at=clock.now(),
        )

    edit = edits.edited(
        request,
        chain_forms.ChainForm,
        change,
        stored=stored,
        version=found.version,
        called=_called(found.unit, found.customer),
        rows=max(5, len(now) + 2),
    )
    if edit.is_done:
        messages.success(request, _("Saved. What runs goes on by the steps it began with."))
        return redirect("rosters:chain", found.pk)
    return _steps(request, edit, found.unit, found.customer, found)


@page(EDIT, methods=("POST",))
def closing(request: PersonRequest, chain_id: int) -> HttpResponse:
    """Take a call chain out of use."""
    found = queries.get_chain(request.reach, chain_id, to_edit=True)
    version = whole_number(request.POST.get("version", "")) or 0
    actions.close_chain(
        chain=found, version=version, reach=request.reach, by=request.user, at=clock.now()
    )
    messages.success(request, _("Out of use from now on."))
    return redirect("rosters:chains")


@page(RUN, methods=("POST",))
def runs(request: PersonRequest, chain_id: int) -> HttpResponse:
    """Start a call chain, for a matter if one is named."""
    found = queries.get_chain(request.reach, chain_id)
    matter = _matter(request)
    made: list[int] = []

    def start(facts: Facts) -> None:
        occasion = Occasion(
            cause=RunCause(facts["cause"]),
            reason=facts["reason"],
            commitment=matter,
            is_drill=facts["is_drill"] and not matter,
        )

        def deed() -> str:
            run = actions.start_run(
                chain=found,
                occasion=occasion,
                reach=request.reach,
                by=request.user,
                at=clock.now(),
            )
            return str(run.pk)

        made.append(int(once(key=facts["once"], at=clock.now(), deed=deed)))

    edit = edits.save(chain_forms.StartForm(request.POST), start)
    if not edit.is_done:
        return _show(request, found, start=edit, matter=matter)
    messages.success(request, _("Started. The first is being called."))
    return redirect("rosters:run", made[0])


@page(SEE)
def run(request: PersonRequest, run_id: int) -> HttpResponse:
    """Show whom a run has called when, and what came of it."""
    return _log(request, queries.get_run(request.reach, run_id))


@page(SEE, methods=("POST",))
def answer(request: PersonRequest, run_id: int, position: int, said: str) -> HttpResponse:
    """Say whether somebody was reached."""
    if said not in ("reached", "not-reached"):
        raise NotFound
    found = queries.get_run(request.reach, run_id)
    attempt = queries.get_attempt(found, position)
    if attempt.person_id not in request.reach.named_ids and not request.reach.may(RUN):
        raise NotFound
    is_reached = said == "reached"

    def noted(facts: Facts) -> None:
        actions.note_outcome(
            attempt=attempt,
            is_reached=is_reached,
            why=None if is_reached else NotReached(facts["why"]),
            reach=request.reach,
            by=request.user,
            at=clock.now(),
            reason=facts["note"],
        )

    if is_reached:
        noted({"note": request.POST.get("note", "")})
    else:
        edit = edits.save(chain_forms.AnswerForm(request.POST), noted)
        if not edit.is_done:
            return _log(request, found, answer=edit)
    messages.success(request, _("Noted."))
    return redirect("rosters:run", found.pk)


@page(RUN, methods=("POST",))
def stop(request: PersonRequest, run_id: int) -> HttpResponse:
    """Stop calling."""
    found = queries.get_run(request.reach, run_id)

    def stopped(facts: Facts) -> None:
        actions.stop_run(
            run=found,
            reach=request.reach,
            by=request.user,
            at=clock.now(),
            cause=StopCause(facts["cause"]),
            reason=facts["reason"],
        )

    edit = edits.save(chain_forms.StopForm(request.POST), stopped)
    if not edit.is_done:
        return _log(request, found, stop=edit)
    messages.success(request, _("Stopped. Nobody more is called."))
    return redirect("rosters:run", found.pk)


def _choose(request: PersonRequest, units: "dict[int, Unit]", *, number: str = "") -> HttpResponse:
    """Ask at which unit, or for which account; a number that was given is of no account here."""
    context = {"units": as_choices(units), "title": _("Set a call chain"), "number": number}
    status = 422 if number else 200
    return render(request, "web/rosters/chain_unit.html", context, status=status)


def _show(
    request: PersonRequest,
    found: "CallChain",
    *,
    start: Edit | None = None,
    matter: "Commitment | None" = None,
) -> HttpResponse:
    steps_now, runs_now = queries.steps_of(found), queries.runs_of(found)
    at = clock.now()
    context = {
        "chain": found,
        "steps": [(one, step_words(one), _now(one, found, at)) for one in steps_now],
        "runs": runs_now,
        "hidden": queries.hidden_runs(request.reach, runs_now),
        "matter": matter or _matter(request),
        "may_edit": found.is_active and queries.may_edit(request.reach, found.unit),
        "may_run": found.is_active and request.reach.may(RUN),
        "start_form": start.form
        if start
        else chain_forms.StartForm(initial={"once": OnceForm.new_key()}),
    }
    return render(request, "web/rosters/chain.html", context, status=start.status if start else 200)


def _log(
    request: PersonRequest,
    found: "CallRun",
    *,
    stop: Edit | None = None,
    answer: Edit | None = None,
) -> HttpResponse:
    may_run = request.reach.may(RUN)
    rows = [
        (one, step_words(one), may_run or one.person_id in request.reach.named_ids)
        for one in queries.attempts_of(found)
    ]
    matter = found.commitment
    is_seen = matter is not None and _sees(request, matter)
    context: dict[str, Any] = {
        "run": found,
        "hidden": queries.hidden_runs(request.reach, [found]),
        "chain": found.chain,
        "rows": rows,
        "matter": matter if is_seen else None,
        "may_run": may_run,
        "stop_form": stop.form if stop else chain_forms.StopForm(),
        "answer_form": answer.form if answer else chain_forms.AnswerForm(),
    }
    failed = stop or answer
    status = failed.status if failed else 200
    return render(request, "web/rosters/run.html", context, status=status)


def step_words(step: Any) -> str:
    """Return whom a step or an attempt calls: a name, a duty, an outline of a customer's name."""
    if step.contact is not None:
        return _("%(name)s, at the customer") % {"name": customers.masked_name_of(step.contact)}
    if step.person is not None:
        return str(step.person.name)
    return _("on duty: %(speciality)s") % {"speciality": Speciality(step.speciality).label}


def _now(step: Any, found: "CallChain", at: Any) -> str:
    """Return who would be called by a step just now, where that is whoever is on duty."""
    if not step.speciality:
        return ""
    duty = queries.on_duty(found.unit, Speciality(step.speciality), at=at)
    if duty is None or not duty.now:
        return _("nobody just now")
    return _(", ").join(duty.names[one.person_id] for one in duty.now)


def _called(unit: "Unit", customer: "Customer | None") -> chain_forms.Choices:
    """Return who can stand on a chain."""
    people = staff.people_over(unit, today=today())
    found = [
        *chain_forms.on_duty_choices(),
        *((f"{chain_forms.PERSON}:{one.pk}", one.name) for one in people),
    ]
    if customer is None:
        return found
    words = _("%(name)s, at the customer")
    return found + [
        (f"{chain_forms.CONTACT}:{one.pk}", words % {"name": customers.masked_name_of(one)})
        for one in queries.contacts_of(customer)
    ]


def _steps(
    request: PersonRequest,
    edit: Edit,
    unit: "Unit",
    customer: "Customer | None",
    found: "CallChain | None",
) -> HttpResponse:
    context = {
        "form": edit.form,
        "edit": edit,
        "unit": unit,
        "customer": customer,
        "chain": found,
    }
    return render(request, "web/rosters/steps.html", context, status=edit.status)


def _matter(request: PersonRequest) -> "Commitment | None":
    """Return the matter that the address names.

    :raises NotFound: if it is out of reach
    """
    asked = request.GET.get("matter", "")
    if not asked:
        return None
    key = whole_number(asked)
    if key is None:
        raise NotFound
    return commitments.get_commitment(request.reach, key)


def _sees(request: PersonRequest, matter: "Commitment") -> bool:
    seen = commitments.visible_to(request.reach, with_granted=True)
    return seen.filter(pk=matter.pk).exists()
