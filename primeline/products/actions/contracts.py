"""What the deeds about contracts have in common: terms that are checked, lines of the timeline."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.audit import walls
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Customer
from primeline.customers.values import Line
from primeline.kit.deeds import Actor
from primeline.kit.errors import Refused, check_all
from primeline.products import findable, renewals, rules
from primeline.products.models import Agreement
from primeline.products.values import AgreementTerms
from primeline.search import actions as search


def checked(terms: AgreementTerms, *, at: datetime, but: int = 0) -> dict[str, Any]:
    """Return what a contract says as its columns; `but` is the contract that it stands on.

    :raises Refused: if the number is missing or taken, or something else cannot be
    """
    facts = asdict(terms) | {"number": terms.number.strip(), "clauses": terms.clauses.strip()}
    check_all(
        lambda: _check_number(facts["number"], but),
        lambda: rules.check_value(terms.value_cents),
        lambda: rules.check_signed(terms.signed_date, at=at),
        lambda: rules.check_term(starts=terms.starts_date, ends=terms.ends_date),
        lambda: renewals.renewal_of(terms),
    )
    return facts | renewals.renewal_of(terms)


def _check_number(number: str, but: int) -> None:
    if not number:
        raise Refused(_("A contract needs its number."), field="number")
    # Numbers are taken once in the whole archive, also by contracts that this person cannot see.
    with walls.open_for_system():
        is_taken = Agreement.objects.filter(number=number).exclude(pk=but).exists()
    if is_taken:
        raise Refused(_("A contract with this number is on file already."), field="number")


def iso(day: date | None) -> str:
    """Return a day as the timeline keeps it."""
    return day.isoformat() if day else ""


def make_contract_findable(
    agreement: Agreement, customer: Customer, *, by: Actor, at: datetime
) -> None:
    """Let the account be found by this contract, unless it is restricted."""
    if not customer.is_restricted:
        search.index(entries=[findable.contract_entry(agreement)], by=by, at=at)


def tell_of(
    agreement: Agreement, kind: TimelineKind, words: dict[str, Any], *, by: Actor, at: datetime
) -> None:
    """Write a line about a contract on the timeline of its account."""
    line = Line(
        customer_id=agreement.customer_id,
        kind=kind,
        happened_at=at,
        words={"number": agreement.number, **words},
        subject_kind="agreement",
        subject_id=agreement.pk,
    )
    customers.tell(line=line, by=by, at=at)
