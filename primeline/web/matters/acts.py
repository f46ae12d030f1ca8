"""What is done with one matter, from its line in a list or from its page."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from primeline.commitments import actions, queries
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.staff.choices import Permission
from primeline.standards import queries as standards
from primeline.web import edits
from primeline.web.edits import Edit
from primeline.web.matters import forms
from primeline.web.matters.matter import find, offer_form, pause_form, show
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.commitments.models import Commitment

SEE, LEAD = Permission.VIEW_COMMITMENTS, Permission.LEAD_COMMITMENTS
Facts = dict[str, Any]


@page(SEE, methods=("POST",))
def done(request: PersonRequest, number: str) -> HttpResponse:
    """Say that it is done, with a short note."""
    matter = _for_me(request, number)

    def keep(facts: Facts) -> None:
        actions.keep_commitment(
            commitment=matter, by=request.user, at=clock.now(), reason=facts["note"]
        )

    edit = edits.save(forms.NoteForm(request.POST), keep)
    return _answer(request, matter, edit, "done", _("Done."))


@page(SEE, methods=("POST",))
def pause(request: PersonRequest, number: str) -> HttpResponse:
    """Stop the clock, for a reason that allows it."""
    matter = _for_me(request, number)

    def stop(facts: Facts) -> None:
        actions.pause_commitment(
            commitment=matter,
            pause_reason=standards.get_pause_reason(facts["reason"]),
            evidence=facts["evidence"],
            by=request.user,
            at=clock.now(),
        )

    edit = edits.save(pause_form(matter, request.POST), stop)
    return _answer(request, matter, edit, "pause", _("The clock stands still."))


@page(SEE, methods=("POST",))
def resumption(request: PersonRequest, number: str) -> HttpResponse:
    """Let the clock run again."""
    matter = _for_me(request, number)
    actions.resume_commitment(commitment=matter, by=request.user, at=clock.now())
    messages.success(request, _("The clock runs again."))
    return redirect(back_to(request, matter))


@page(SEE, methods=("POST",))
def estimate(request: PersonRequest, number: str) -> HttpResponse:
    """Say anew by when it is expected, in words that the customer may read."""
    matter = _for_me(request, number)

    def say(facts: Facts) -> None:
        actions.give_estimate(
            commitment=matter,
            expected_at=facts["expected_at"],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    edit = edits.save(forms.EstimateForm(request.POST), say)
    return _answer(request, matter, edit, "estimate", _("Noted. The customer may be told."))


@page(SEE, methods=("POST",))
def offer(request: PersonRequest, number: str) -> HttpResponse:
    """Offer it to a colleague; until they accept, it stays where it is."""
    matter = _for_me(request, number)
    form = offer_form(matter, request.POST)

    def offered(facts: Facts) -> None:
        actions.offer_matter(
            commitment=matter,
            to_person=facts["receiver"],
            by=request.user,
            at=clock.now(),
            reason=facts["reason"],
        )

    edit = edits.save(form, offered)
    return _answer(request, matter, edit, "offer", _("Offered. Until the answer it stays yours."))


@page(SEE, methods=("POST",))
def offer_withdrawal(request: PersonRequest, number: str) -> HttpResponse:
    """Take an offer back that nobody has answered."""
    matter = _for_me(request, number)
    waiting = queries.offer_of(matter)
    if waiting is None:
        raise NotFound
    actions.withdraw_offer(offer=waiting, by=request.user, at=clock.now())
    messages.success(request, _("Taken back."))
    return redirect(back_to(request, matter))


@page(SEE, methods=("POST",))
def acceptance(request: PersonRequest, offer_id: int) -> HttpResponse:
    """Take over a matter that was offered to the reader."""
    waiting = queries.get_offer_to(request.reach, offer_id)
    matter = actions.accept_offer(offer=waiting, by=request.user, at=clock.now())
    messages.success(request, _("Taken over. From now on it is yours."))
    return redirect(back_to(request, matter))


@page(SEE, methods=("POST",))
def refusal(request: PersonRequest, offer_id: int) -> HttpResponse:
    """Refuse a matter that was offered to the reader, and say why."""
    waiting = queries.get_offer_to(request.reach, offer_id)

    def refuse(facts: Facts) -> None:
        actions.refuse_offer(offer=waiting, by=request.user, at=clock.now(), reason=facts["reason"])

    edit = edits.save(forms.ReasonForm(request.POST), refuse)
    if waiting.is_reached:
        said = _("Refused. It stays where it was.")
        return _answer(request, waiting.commitment, edit, "refusal", said)
    # Whoever refuses what they do not reach never sees its page.
    if edit.is_done:
        messages.success(request, _("Refused. It stays where it was."))
    else:
        messages.error(request, _("Say why, so that somebody else can be found."))
    return redirect("matters:mine")


@page(SEE, methods=("POST",))
def waiver(request: PersonRequest, number: str) -> HttpResponse:
    """Ask to be let off; somebody else decides."""
    matter = _for_me(request, number)

    def ask(facts: Facts) -> None:
        actions.ask_waiver(
            commitment=matter, by=request.user, at=clock.now(), reason=facts["reason"]
        )

    edit = edits.save(forms.ReasonForm(request.POST), ask)
    said = _("Asked. Until somebody else has approved it, the clock runs on.")
    return _answer(request, matter, edit, "waiver", said)


@page(LEAD, methods=("POST",))
def waiver_approval(request: PersonRequest, waiver_id: int) -> HttpResponse:
    """Let somebody off who has asked for it."""
    asked = queries.get_waiver_for(request.reach, waiver_id)
    matter = actions.approve_waiver(
        waiver=asked, by=request.user, at=clock.now(), reason=request.POST.get("reason", "")
    )
    messages.success(request, _("Approved. It is not owed any more."))
    return redirect(back_to(request, matter))


@page(LEAD, methods=("POST",))
def waiver_refusal(request: PersonRequest, waiver_id: int) -> HttpResponse:
    """Say that it stays owed, and why."""
    asked = queries.get_waiver_for(request.reach, waiver_id)

    def refuse(facts: Facts) -> None:
        actions.refuse_waiver(waiver=asked, by=request.user, at=clock.now(), reason=facts["reason"])

    edit = edits.save(forms.ReasonForm(request.POST), refuse)
    return _answer(request, asked.commitment, edit, "waiver_refusal", _("Refused. It stays owed."))


def _for_me(request: PersonRequest, number: str) -> "Commitment":
    """Return a matter that the reader owes or whose debtors they lead.

    :raises NotFound: if it is out of reach, or theirs to see only
    """
    matter = find(request, number)
    is_theirs = queries.is_mine(request.reach, matter) or queries.is_led(request.reach, matter)
    # What has ended is nobody's any more: the deed says kindly how it ended.
    if matter.is_open and not is_theirs:
        raise NotFound
    return matter


def _answer(
    request: PersonRequest, matter: "Commitment", edit: Edit, name: str, said: str
) -> HttpResponse:
    if not edit.is_done:
        return show(request, matter, sent={name: edit})
    messages.success(request, said)
    return redirect(back_to(request, matter))


def back_to(request: PersonRequest, matter: "Commitment") -> str:
    """Return where the reader came from, if that is a page of ours; else the matter.

    Whoever gave away or ended what opened the account to them reaches neither: their list does it.
    """
    try:
        queries.get_commitment(request.reach, matter.pk)
    except NotFound:
        return reverse("matters:mine")
    back = request.POST.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return reverse("matters:matter", args=[matter.number])
