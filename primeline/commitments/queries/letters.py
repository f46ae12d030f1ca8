"""Instructions down and reports up, as far as somebody may read them."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Q, QuerySet

from primeline.commitments.choices import OPEN, LetterKind
from primeline.commitments.models import Commitment, Letter
from primeline.commitments.queries.reach import is_mine, owed_by, visible_to
from primeline.commitments.values import ANSWERED
from primeline.customers import queries as customers
from primeline.kit.errors import NotFound
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach

LETTER: Final = "commitments.letter"
SEE, LEAD = Permission.VIEW_COMMITMENTS, Permission.LEAD_COMMITMENTS


def letters_of(reach: Reach, *, kind: LetterKind | None = None) -> QuerySet[Letter]:
    """Return the letters from or to units within reach, one's own, and those given to one.

    One about an account is read by those who reach the account too.
    """
    if not reach.may(SEE):
        return Letter.objects.none()
    # Whoever was given the answer to see to reads the letter, wherever they work.
    given = owed_by(reach).filter(subject_kind=LETTER)
    ours = Q(written_by=reach.person_id) | Q(answered_by=reach.person_id)
    ours |= Q(pk__in=given.values("subject_id"))
    for bound in reach.bounds_for(SEE):
        if bound.is_named_only:
            ours |= Q(to_unit=bound.unit_id)
        else:
            ours |= Q(from_unit__path__startswith=bound.path)
            ours |= Q(to_unit__path__startswith=bound.path)
    about = Q(customer=None) | customers.within(reach, SEE, prefix="customer__")
    # To whoever was given the answer, the account is open until it is given.
    about |= Q(pk__in=given.values("subject_id"))
    found = Letter.objects.filter(ours, about)
    if kind is not None:
        found = found.filter(kind=kind)
    whole = found.select_related("from_unit", "to_unit", "customer", "written_by", "answered_by")
    return whole.order_by("-id")


def get_letter(reach: Reach, letter_id: int) -> Letter:
    """Return one letter.

    :raises NotFound: if there is none, or it is not for this reader
    """
    letter = letters_of(reach).filter(pk=letter_id).first()
    if letter is None:
        raise NotFound
    return letter


def letter_of(commitment: Commitment) -> Letter | None:
    """Return the suggestion that a commitment is about, whether it is to be answered or told."""
    if commitment.subject_kind not in (LETTER, ANSWERED):
        return None
    found = Letter.objects.filter(pk=commitment.subject_id, kind=LetterKind.SUGGESTION)
    return found.select_related("to_unit", "written_by", "answered_by").first()


def sent_together(reach: Reach, letter: Letter) -> list[Letter]:
    """Return the letters that were sent to several units at once, as far as this reader may."""
    first = letter.sent_with_id or letter.pk
    together = letters_of(reach).filter(Q(pk=first) | Q(sent_with=first))
    return list(together.order_by("to_unit__path"))


def standing_of(letters: Iterable[Letter]) -> dict[int, Commitment]:
    """Return how the answer to each letter stands: what is owed, by when, late or waived."""
    ids = [one.pk for one in letters]
    owed = Commitment.objects.filter(subject_kind=LETTER, subject_id__in=ids)
    return {one.subject_id: one for one in owed}


def telling_of(reach: Reach, letters: Iterable[Letter]) -> dict[int, Commitment]:
    """Return how telling customers the answers to suggestions stands, as far as one may see it."""
    ids = [one.pk for one in letters if one.answered_at is not None]
    told = visible_to(reach).filter(subject_kind=ANSWERED, subject_id__in=ids)
    return {one.subject_id: one for one in told}


def unanswered(reach: Reach, *, most: int) -> list[tuple[Letter, Commitment]]:
    """Return the letters of which an answer is owed, with what is owed, due first. Two queries."""
    open_ones = Commitment.objects.filter(subject_kind=LETTER, status__in=OPEN)
    waiting = letters_of(reach).filter(pk__in=open_ones.values("subject_id"))
    letters = {one.pk: one for one in waiting.order_by("-id")[:most]}
    owed = open_ones.filter(subject_id__in=list(letters)).order_by("due_at", "pk")
    return [(letters[one.subject_id], one) for one in owed if one.subject_id in letters]


def may_answer(reach: Reach, letter: Letter) -> bool:
    """Test whether this reader leads the unit that owes the answer, or was given it to see to."""
    if any(bound.unit_id == letter.to_unit_id for bound in reach.bounds_for(LEAD)):
        return True
    owed = standing_of([letter]).get(letter.pk)
    return owed is not None and is_mine(reach, owed)
