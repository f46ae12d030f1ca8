"""A suggestion of a customer: a department answers it, the manager tells the customer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.commitments.actions.asking import FIRST_ASKED, in_short
from primeline.commitments.actions.opening import open_commitment, open_commitments
from primeline.commitments.choices import LetterKind
from primeline.commitments.models import Letter
from primeline.commitments.queries.letters import LETTER
from primeline.commitments.queries.people import leads_at, leads_of, sees
from primeline.commitments.values import ANSWERED, UNTIL_RULED, Owed, Subject
from primeline.customers.models import Customer
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.staff.models import Person, Unit

SUGGESTION = "SUGGESTION_ANSWER"


@deed("commitments.take_suggestion")
def take_suggestion(
    *, customer: Customer, to_unit: Unit, text: str, by: Person, at: datetime
) -> Letter:
    """Pass the words of a customer on to a department, which owes the answer.

    A department that does not lie above the account owes it by its lead, to whom the account opens
    until it is answered.

    :raises Refused: if nothing is suggested, or nobody who leads there may see the account
    """
    if not text.strip():
        raise Refused(_("Write down what the customer suggests."), field="text")
    leads = leads_of(to_unit, at=at)
    is_above = customer.owner_unit.path.startswith(to_unit.path)
    letter = Letter.objects.create(
        kind=LetterKind.SUGGESTION,
        from_unit=customer.owner_unit,
        to_unit=to_unit,
        customer=customer,
        title=in_short(text.strip(), customer),
        text=text.strip(),
        written_by=by,
        written_at=at,
    )
    owed = Owed(
        step=SUGGESTION,
        subject=Subject(LETTER, letter.pk),
        customer_id=customer.pk,
        what=letter.title,
        unit_id=to_unit.pk,
        role=leads_at(to_unit.pk),
        person_id=None if is_above or not leads else leads[0].pk,
        within=UNTIL_RULED,
    )
    matter = open_commitment(owed=owed, by=by, at=at)
    if not any(sees(one, [matter.pk], at=at) for one in (leads if is_above else leads[:1])):
        raise Refused(
            _("Nobody who leads this unit may see the account. Choose another department."),
            field="to_unit",
        )
    return letter


def owe_telling(letter: Letter, *, by: Actor, at: datetime) -> None:
    """Have the manager tell the customer what the department has answered."""
    owed = Owed(
        step=FIRST_ASKED,
        subject=Subject(ANSWERED, letter.pk),
        customer_id=letter.customer_id,
        what=letter.title,
        # The answer is given, whether or not a rule says by when it is to be told.
        within=UNTIL_RULED,
    )
    open_commitments(owed=[owed], by=by, at=at)
