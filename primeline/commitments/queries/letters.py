"""Instructions down and reports up, as far as somebody may read them."""

from django.db.models import Q, QuerySet

from primeline.commitments.choices import LetterKind
from primeline.commitments.models import Letter
from primeline.customers import queries as customers
from primeline.kit.errors import NotFound
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach

SEE = Permission.VIEW_COMMITMENTS


def letters_of(reach: Reach, *, kind: LetterKind | None = None) -> QuerySet[Letter]:
    """Return the letters from or to units within reach, and one's own, the latest first.

    One about an account is read by those who reach the account too.
    """
    if not reach.may(SEE):
        return Letter.objects.none()
    ours = Q(written_by=reach.person_id)
    for bound in reach.bounds_for(SEE):
        if bound.is_named_only:
            ours |= Q(to_unit=bound.unit_id)
        else:
            ours |= Q(from_unit__path__startswith=bound.path)
            ours |= Q(to_unit__path__startswith=bound.path)
    about = Q(customer=None) | customers.within(reach, SEE, prefix="customer__")
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
