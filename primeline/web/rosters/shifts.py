"""One shift: given to somebody, given away, taken, taken off; swaps and their answers."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.kit.errors import NotFound, Refused
from primeline.kit.once import once
from primeline.rosters import actions, queries
from primeline.rosters.values import Span
from primeline.web import edits
from primeline.web.edits import Edit, OnceForm
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest
from primeline.web.rosters import forms, lines
from primeline.web.rosters.chain_forms import WhyForm
from primeline.web.rosters.views import EDIT, GET_AND_POST, SEE, Facts

if TYPE_CHECKING:
    from primeline.rosters.models import Shift, Swap


@page(EDIT, methods=GET_AND_POST)
def new(request: PersonRequest, roster_id: int) -> HttpResponse:
    """Put a single shift onto a roster."""
    found = queries.get_roster(request.reach, roster_id, at=clock.now(), to_edit=True)
    people = queries.people_for(found.unit, today=today())
    if request.method != "POST":
        form = forms.ShiftForm(
            people=people, initial={"once": OnceForm.new_key(), "day": request.GET.get("day", "")}
        )
        return _new(request, found, Edit(form=form))

    def add(facts: Facts) -> None:
        def deed() -> str:
            shift = actions.add_shift(
                roster=found,
                day=facts["day"],
                slot=form.slot(facts),
                person=form.people.get(facts["person"]),
                is_double=facts["is_double"],
                reach=request.reach,
                by=request.user,
                at=clock.now(),
            )
            return str(shift.pk)

        once(key=facts["once"], at=clock.now(), deed=deed)

    form = forms.ShiftForm(request.POST, people=people)
    edit = edits.save(form, add)
    if not edit.is_done:
        return _new(request, found, edit)
    messages.success(request, _("Put onto the roster."))
    return redirect("rosters:roster", found.pk)


@page(SEE)
def shift(request: PersonRequest, shift_id: int) -> HttpResponse:
    """Show one shift and what the reader may do with it."""
    return _show(request, queries.get_shift(request.reach, shift_id, at=clock.now()))


@page(SEE, methods=("POST",))
def offer(request: PersonRequest, shift_id: int) -> HttpResponse:
    """Give a shift of one's own away."""
    found = queries.get_shift(request.reach, shift_id, at=clock.now())
    if found.person_id != request.user.pk:
        raise NotFound
    form = forms.OfferForm(request.POST, people=_colleagues(found), near=_near(found))

    def offered(facts: Facts) -> None:
        actions.offer_shift(
            shift=found,
            to_person=form.people.get(facts["to_person"]),
            by=request.user,
            at=clock.now(),
            reason=facts["reason"],
            customer_ids=queries.accounts_named(facts["reason"], request.reach),
        )

    edit = edits.save(form, offered)
    if not edit.is_done:
        return _show(request, found, sent={"offer": edit})
    messages.success(request, _("Offered. Until somebody has taken it, it stays yours."))
    return redirect("rosters:shift", found.pk)


@page(SEE, methods=("POST",))
def exchange(request: PersonRequest, shift_id: int) -> HttpResponse:
    """Ask a colleague to exchange a shift of theirs for one of the reader's."""
    at = clock.now()
    found = queries.get_shift(request.reach, shift_id, at=at)
    if found.person_id != request.user.pk:
        raise NotFound
    others = {one.pk: one for one in queries.exchangeable_for(found, at=at)}
    form = forms.ExchangeForm(request.POST, shifts=_exchange_choices(found, others.values()))

    def asked(facts: Facts) -> None:
        actions.ask_exchange(
            shift=found,
            for_shift=others[facts["for_shift"]],
            by=request.user,
            at=at,
            reason=facts["exchange_reason"],
            is_strain_meant=facts["is_strain_meant"],
            customer_ids=queries.accounts_named(facts["exchange_reason"], request.reach),
        )

    edit = edits.save(form, asked)
    if not edit.is_done:
        return _show(request, found, sent={"exchange": edit})
    messages.success(request, _("Asked. Until they have agreed, both shifts stay where they are."))
    return redirect("rosters:shift", found.pk)


@page(EDIT, methods=("POST",))
def assignment(request: PersonRequest, shift_id: int) -> HttpResponse:
    """Give a shift to somebody, as whoever sets the roster."""
    found = _to_set(request, shift_id)
    form = forms.PersonForm(request.POST, people=_people(found))

    def assign(facts: Facts) -> None:
        actions.assign_shift(
            shift=found,
            version=facts["version"] or 0,
            person=form.people.get(facts["person"]),
            reach=request.reach,
            by=request.user,
            at=clock.now(),
        )

    edit = edits.save(form, assign, version=found.version)
    if not edit.is_done:
        return _show(request, found, sent={"assignment": edit})
    messages.success(request, _("Saved."))
    return redirect(_week_of(found))


@page(EDIT, methods=("POST",))
def removal(request: PersonRequest, shift_id: int) -> HttpResponse:
    """Take a shift off the roster."""
    found = _to_set(request, shift_id)
    actions.cancel_shift(shift=found, reach=request.reach, by=request.user, at=clock.now())
    messages.success(request, _("Taken off the roster."))
    return redirect(_week_of(found))


@page(SEE, methods=("POST",))
def taking(request: PersonRequest, swap_id: int) -> HttpResponse:
    """Take a shift that is on offer."""
    swap = queries.get_swap(request.reach, swap_id, at=clock.now())

    def take(is_meant: bool) -> None:
        done = actions.take_shift(
            swap=swap, by=request.user, at=clock.now(), is_strain_meant=is_meant
        )
        messages.success(request, _taken_words(done))

    return _unless_strained(request, swap, take)


@page(EDIT, methods=("POST",))
def approval(request: PersonRequest, swap_id: int) -> HttpResponse:
    """Approve a swap of two others."""
    swap = queries.get_swap(request.reach, swap_id, at=clock.now())
    units = [one.unit for one in (swap.shift.roster, swap.other_roster) if one is not None]
    if not any(queries.may_edit(request.reach, unit) for unit in units):
        raise NotFound

    def approve(is_meant: bool) -> None:
        done = actions.approve_swap(
            swap=swap,
            reach=request.reach,
            by=request.user,
            at=clock.now(),
            is_strain_meant=is_meant,
        )
        if done.status == "DONE":
            said = _("Approved. The shift has changed hands.")
        else:
            said = _("Approved for your side. It holds once the other side has approved it too.")
        messages.success(request, said)

    return _unless_strained(request, swap, approve)


@page(SEE, methods=("POST",))
def refusal(request: PersonRequest, swap_id: int) -> HttpResponse:
    """Refuse a shift that was offered to the reader, or a swap of others."""
    swap = queries.get_swap(request.reach, swap_id, at=clock.now())
    if swap.to_person_id != request.user.pk and not queries.may_decide(request.reach, swap):
        raise NotFound

    def refuse(facts: Facts) -> None:
        actions.refuse_swap(
            swap=swap,
            reach=request.reach,
            by=request.user,
            at=clock.now(),
            reason=facts["reason"],
            customer_ids=queries.accounts_named(facts["reason"], request.reach),
        )

    edit = edits.save(WhyForm(request.POST), refuse)
    if not edit.is_done:
        return _show(request, swap.shift, sent={"refusal": edit})
    messages.success(request, _("Refused. The shift stays where it was."))
    return _back(request, swap)


@page(SEE, methods=("POST",))
def withdrawal(request: PersonRequest, swap_id: int) -> HttpResponse:
    """Take an offer back."""
    swap = queries.get_swap(request.reach, swap_id, at=clock.now())
    if swap.from_person_id != request.user.pk:
        raise NotFound
    actions.withdraw_swap(swap=swap, by=request.user, at=clock.now())
    messages.success(request, _("Taken back."))
    return _back(request, swap)


def _unless_strained(
    request: PersonRequest, swap: "Swap", deed: Callable[[bool], None]
) -> HttpResponse:
    """Do it; where it would strain somebody and was not meant, ask once more, saying whom."""
    form = forms.StrainForm(request.POST)
    form.full_clean()
    try:
        deed(form.cleaned_data["is_strain_meant"])
    except Refused as refused:
        if refused.field not in form.fields:
            raise
        form.add_error(refused.field, str(refused))
        found = queries.get_shift(request.reach, swap.shift_id, at=clock.now())
        return _show(request, found, sent={"strain": Edit(form=form)})
    return _back(request, swap)


def _taken_words(swap: "Swap") -> str:
    waits = swap.status == "TAKEN"
    if swap.for_shift_id is not None:
        agreed = _("Agreed. The two shifts change hands once the lead has approved it.")
        return agreed if waits else _("Agreed. The two shifts have changed hands.")
    return _("Taken. It is yours once the lead has approved it.") if waits else _("It is yours.")


def _exchange_choices(shift: "Shift", others: "Iterable[Shift]") -> dict[int, str]:
    """Return what a shift can be exchanged for, by when it is and whose."""
    found: dict[int, str] = {}
    for one in others:
        when = lines.span_words(Span(one.starts_at, one.ends_at), one.roster.zone)
        found[one.pk] = f"{when} · {one.person.name if one.person else ''}"
        if one.roster_id != shift.roster_id:
            found[one.pk] += f" · {one.roster.unit.name}"
    return found


def _to_set(request: PersonRequest, shift_id: int) -> "Shift":
    """Return a shift of a roster that the reader sets.

    :raises NotFound: if there is none
    """
    found = queries.get_shift(request.reach, shift_id, at=clock.now())
    if not queries.may_edit(request.reach, found.roster.unit):
        raise NotFound
    return found


def _show(
    request: PersonRequest, found: "Shift", *, sent: dict[str, Edit] | None = None
) -> HttpResponse:
    at, edits_sent = clock.now(), sent or {}
    failed = next(iter(edits_sent.values()), None)
    forms_sent = {name: edit.form for name, edit in edits_sent.items()}
    swap = queries.swap_of(found)
    has_begun = found.starts_at <= at
    may_edit = queries.may_edit(request.reach, found.roster.unit)
    people = _people(found)
    set_form = forms.PersonForm(
        people=people, initial={"person": found.person_id, "version": found.version}
    )
    is_mine = found.person_id == request.user.pk
    to_exchange = queries.exchangeable_for(found, at=at) if is_mine and not has_begun else []
    context: dict[str, Any] = {
        "shift": found,
        "roster": found.roster,
        "time": lines.span_words(Span(found.starts_at, found.ends_at), found.roster.zone),
        "swap": swap,
        "has_begun": has_begun,
        "is_mine": is_mine,
        "exchange": _exchange_words(swap),
        "is_seen": _sees(request, found),
        "approvals": _approvals(swap),
        "needs_another_lead": swap is not None
        and (found.roster.needs_approval or swap.other_roster_id is not None)
        and may_edit
        and request.user.pk in (swap.from_person_id, swap.to_person_id, swap.taken_by_id),
        "may_take": swap is not None
        and swap.status == "OFFERED"
        and swap.to_person_id in (None, request.user.pk)
        and (
            swap.to_person_id == request.user.pk or any(one.pk == request.user.pk for one in people)
        ),
        "may_decide": swap is not None
        and swap.status == "TAKEN"
        and queries.may_decide(request.reach, swap),
        "may_edit": may_edit and not has_begun,
        "strains": _strains(request, swap),
        "strain_form": forms_sent.get("strain") or forms.StrainForm(),
        "offer_form": forms_sent.get("offer")
        or forms.OfferForm(people=_colleagues(found), near=_near(found) if is_mine else ()),
        "exchange_form": forms_sent.get("exchange") or _exchange_form(found, to_exchange),
        "set_form": forms_sent.get("assignment") or set_form,
        "refusal_form": forms_sent.get("refusal") or WhyForm(),
        "trouble": failed.form if failed else None,
    }
    status = failed.status if failed else 200
    return render(request, "web/rosters/shift.html", context, status=status)


def _exchange_form(found: "Shift", others: "list[Shift]") -> forms.ExchangeForm | None:
    return forms.ExchangeForm(shifts=_exchange_choices(found, others)) if others else None


def _exchange_words(swap: "Swap | None") -> list[tuple[str, str]]:
    """Return who gives which shift in an exchange, as it was asked for."""
    if swap is None or swap.for_shift is None or swap.to_person is None:
        return []
    given = []
    for one, shift in ((swap.from_person, swap.shift), (swap.to_person, swap.for_shift)):
        when = lines.span_words(Span(shift.starts_at, shift.ends_at), shift.roster.zone)
        place = f" · {shift.roster.unit.name}" if swap.other_roster_id is not None else ""
        given.append((one.name, when + place))
    return given


def _strains(request: PersonRequest, swap: "Swap | None") -> list[queries.Strained]:
    """Return whom a swap would strain once it is taken, by whoever has or by the reader."""
    if swap is None:
        return []
    taker = swap.taken_by or swap.to_person or request.user
    return queries.strained_in(swap, taker) if taker.pk != swap.from_person_id else []


def _approvals(swap: "Swap | None") -> list[tuple[str, str]]:
    """Return the units whose leads approve what is swapped across two rosters, and who has."""
    if swap is None or swap.other_roster is None:
        return []
    sides = (
        (swap.shift.roster.unit, swap.decided_by),
        (swap.other_roster.unit, swap.agreed_by),
    )
    return [(unit.name, lead.name if lead else _("nobody yet")) for unit, lead in sides]


def _sees(request: PersonRequest, found: "Shift") -> bool:
    """Test whether the roster of a shift is the reader's to see, not this one swap alone."""
    try:
        queries.get_roster(request.reach, found.roster_id, at=clock.now())
    except NotFound:
        return False
    return True


def _new(request: PersonRequest, found: Any, edit: Edit) -> HttpResponse:
    context = {"form": edit.form, "edit": edit, "title": _("Add a shift"), "roster": found}
    return render(request, "web/rosters/form.html", context, status=edit.status)


def _people(found: "Shift") -> list[Any]:
    return list(queries.people_for(found.roster.unit, today=today()))


def _colleagues(found: "Shift") -> list[Any]:
    return [one for one in _people(found) if one.pk != found.person_id]


def _near(found: "Shift") -> list[Any]:
    here = {one.pk for one in _people(found)}
    near = queries.people_near(found.roster, today=today())
    return [(one, unit) for one, unit in near if one.pk not in here]


def _back(request: PersonRequest, swap: "Swap") -> HttpResponse:
    if _sees(request, swap.shift):
        return redirect(_week_of(swap.shift))
    return redirect("rosters:list")


def _week_of(shift: "Shift") -> str:
    """Return the address of the roster in the week in which a shift lies."""
    day = lines.day_of(Span(shift.starts_at, shift.ends_at), shift.roster.zone)
    return f"{reverse('rosters:roster', args=[shift.roster_id])}?week={day}"
