"""One contract in full: who takes part, what is due, what it said before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

import msgspec
from django.db.models import QuerySet

from primeline.customers.choices import CustomerStatus
from primeline.customers.models import Customer
from primeline.customers.queries import visible_to
from primeline.kit.errors import NotFound
from primeline.privacy.freetext import as_read
from primeline.products import renewals
from primeline.products.choices import AgreementStatus, DeadlineKind, RenewalKind
from primeline.products.models import (
    Agreement,
    AgreementEdition,
    AgreementParty,
    Milestone,
    Subscription,
)
from primeline.products.queries.deadlines import filing_due, terms_in_force
from primeline.products.values import AgreementTerms, Term
from primeline.staff.models import Person, Unit
from primeline.staff.reach import Reach

MOST_UNDER_ONE = 100


@dataclass(frozen=True, kw_only=True)
class PartyCard:
    """Somebody who takes part in a contract, as much of them as this reader may see."""

    id: int
    role: str
    name: str
    account_number: str
    is_hidden: bool
    added_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class EditionCard:
    """What a contract said before, with the names that its ids stand for."""

    edition: int
    terms: AgreementTerms
    sales_representative: str
    signing_unit: str
    superseded_date: date
    superseded_at: datetime
    superseded_by: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """A contract in full."""

    agreement: Agreement
    parties: list[PartyCard]
    milestones: list[Milestone]
    editions: list[EditionCard]
    subscriptions: list[Subscription]
    filing_due_date: date | None
    filing_term: Term

    @property
    def months_against_term(self) -> int | None:
        """How many months it runs by its days, where its term says something else."""
        return renewals.months_against_term(self.agreement)

    @property
    def planned_cents(self) -> int:
        """What the milestones say will be paid."""
        return sum(one.amount_cents for one in self.milestones if one.is_active)

    @property
    def paid_cents(self) -> int:
        """What of that has been paid."""
        return sum(one.amount_cents for one in self.milestones if one.done_date is not None)


def dossier_of(agreement: Agreement, reach: Reach) -> Dossier:
    """Return a contract in full, as much of others who take part as this reader may see."""
    terms = terms_in_force()
    return Dossier(
        agreement=agreement,
        parties=_parties(agreement, reach),
        milestones=list(
            Milestone.objects.filter(agreement=agreement)
            .select_related("done_by", "attachment")
            .order_by("-is_active", "due_date", "pk")
        ),
        editions=_editions(agreement),
        subscriptions=list(
            Subscription.objects.filter(agreement=agreement)
            .select_related("line")
            .order_by("terminated_date", "-pk")[:MOST_UNDER_ONE]
        ),
        filing_due_date=filing_due(agreement.to_file_from, terms),
        filing_term=terms[DeadlineKind.FILING],
    )


def terms_said(agreement: Agreement) -> AgreementTerms:
    """Return what a contract says now."""
    return AgreementTerms(
        **{field.name: getattr(agreement, field.name) for field in fields(AgreementTerms)}
    )


def get_milestone(agreement: Agreement, milestone_id: int) -> Milestone:
    """Return one milestone of a contract.

    :raises NotFound: if the contract has none such
    """
    row = Milestone.objects.filter(agreement=agreement, pk=milestone_id).first()
    if row is None:
        raise NotFound
    row.agreement = agreement
    return row


def get_party(agreement: Agreement, party_id: int) -> AgreementParty:
    """Return one of those who take part in a contract.

    :raises NotFound: if nobody such does
    """
    row = AgreementParty.objects.filter(agreement=agreement, pk=party_id).first()
    if row is None:
        raise NotFound
    row.agreement = agreement
    return row


def has_to_renew(*, today: date) -> bool:
    """Test whether a contract waits for going on by itself."""
    return renewing(today=today).exists()


def renewing(*, today: date) -> QuerySet[Agreement]:
    """Return the contracts that go on by themselves and whose day has come."""
    return (
        Agreement.objects.filter(
            status=AgreementStatus.ACTIVE,
            renewal_kind=RenewalKind.BY_ITSELF,
            renewal_date__lte=today,
        )
        .exclude(customer__status=CustomerStatus.CLOSED)
        .order_by("renewal_date", "pk")
    )


def _parties(agreement: Agreement, reach: Reach) -> list[PartyCard]:
    rows = list(AgreementParty.objects.filter(agreement=agreement).order_by("ended_at", "pk"))
    accounts = _accounts_seen(reach, (row.customer_id for row in rows if row.customer_id))
    return [_party(row, accounts) for row in rows]


def _accounts_seen(reach: Reach, ids: Iterable[int]) -> dict[int, Customer]:
    wanted = list(ids)
    if not wanted:
        return {}
    return {one.pk: one for one in visible_to(reach, with_granted=True).filter(pk__in=wanted)}


def _party(row: AgreementParty, accounts: dict[int, Customer]) -> PartyCard:
    account = accounts.get(row.customer_id or 0)
    return PartyCard(
        id=row.pk,
        role=row.role,
        name=account.display_name if account else row.name,
        account_number=account.number if account else "",
        is_hidden=row.customer_id is not None and account is None,
        added_at=row.added_at,
        ended_at=row.ended_at,
    )


def _editions(agreement: Agreement) -> list[EditionCard]:
    rows = list(
        AgreementEdition.objects.filter(agreement=agreement)
        .select_related("superseded_by")
        .order_by("-edition")
    )
    told = [_as_read(msgspec.convert(row.terms, AgreementTerms)) for row in rows]
    people, units = _names(told)
    return [
        EditionCard(
            edition=row.edition,
            terms=terms,
            sales_representative=people.get(terms.sales_representative_id or 0, ""),
            signing_unit=units.get(terms.signing_unit_id or 0, ""),
            superseded_date=row.superseded_date,
            superseded_at=row.superseded_at,
            superseded_by=row.superseded_by.name if row.superseded_by else "",
            why=row.why,
        )
        for row, terms in zip(rows, told, strict=True)
    ]


def _as_read(terms: AgreementTerms) -> AgreementTerms:
    return replace(terms, name=as_read(terms.name), clauses=as_read(terms.clauses))


def _names(told: Sequence[AgreementTerms]) -> tuple[dict[int, str], dict[int, str]]:
    if not told:
        return {}, {}
    people = Person.objects.filter(pk__in={one.sales_representative_id or 0 for one in told})
    units = Unit.objects.filter(pk__in={one.signing_unit_id or 0 for one in told})
    return {one.pk: one.name for one in people}, {one.pk: one.name for one in units}
