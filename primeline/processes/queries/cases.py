"""Cases within reach, where they stand, and what was said in them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from primeline.audit.queries import open_now
from primeline.bpmn import fields
from primeline.bpmn.values import Drawing, Node, Type, Value
from primeline.customers import queries as customers
from primeline.customers.models import Attachment
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.privacy import freetext
from primeline.processes.models import Case, CaseFact, Token, WorkItem
from primeline.processes.queries.library import drawn
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach

SEE, LEAD = Permission.VIEW_COMMITMENTS, Permission.LEAD_COMMITMENTS
SIGN = "P"


def visible_to(reach: Reach) -> QuerySet[Case]:
    """Return the cases of accounts within reach, and of those that are open for a time."""
    found = customers.within(reach, SEE, prefix="customer__")
    if reach.may(SEE) and reach.granted:
        found |= Q(customer__is_restricted=False, customer__in=open_now(reach.granted))
    return Case.objects.filter(found)


def get_case(reach: Reach, number: str) -> Case:
    """Return one case by its number.

    :raises NotFound: if there is none, or its account is out of reach
    """
    key = whole_number(number.removeprefix(SIGN))
    if key is None or not number.startswith(SIGN):
        raise NotFound
    found = _in_full(visible_to(reach)).filter(pk=key).first()
    if found is None:
        raise NotFound
    return found


def get_case_at(reach: Reach, token_id: int) -> Case:
    """Return the case that stands, or stood, at a place.

    :raises NotFound: if there is none, or its account is out of reach
    """
    found = _in_full(visible_to(reach)).filter(tokens=token_id).first()
    if found is None:
        raise NotFound
    return found


def of_customer(reach: Reach, customer_id: int) -> QuerySet[Case]:
    """Return the cases of one account, the latest first."""
    return _in_full(visible_to(reach)).filter(customer=customer_id).order_by("-started_at", "-id")


def places_of(cases: Iterable[Case]) -> dict[int, list[str]]:
    """Return at which places of its drawing each of these cases stands now."""
    keys = [one.pk for one in cases]
    rows = Token.objects.filter(case__in=keys, left_at=None).order_by("case", "number")
    found: dict[int, list[str]] = {key: [] for key in keys}
    for key, node in rows.values_list("case", "node"):
        found[key].append(node)
    return found


def may_cancel(reach: Reach, case: Case) -> bool:
    """Test whether this reader leads the unit of the account."""
    if not case.is_running or case.called_by_id is not None or not reach.may(LEAD):
        return False
    return customers.visible_to(reach, LEAD).filter(pk=case.customer_id).exists()


def items_of(case: Case) -> list[WorkItem]:
    """Return the steps of a case in the order in which they began."""
    return list(case.items.in_full().select_related("ended_by").order_by("opened_at", "pk"))


def tokens_of(case: Case) -> list[Token]:
    """Return where a case stands now."""
    return list(Token.objects.filter(case=case, left_at=None).order_by("number"))


def facts_of(case: Case) -> dict[str, str]:
    """Return what was said in a case, by its names, people in it as rows give them."""
    return dict(CaseFact.objects.filter(case=case).values_list("name", "text"))


def answers_of(case: Case, drawing: Drawing | None = None) -> dict[str, Value]:
    """Return what was said in a case as conditions compare it."""
    rows = CaseFact.objects.filter(case=case).exclude(text="")
    said = {row.name: freetext.typed(row.text) for row in rows}
    return typed(drawing or drawn(case.edition), said)


def typed(drawing: Drawing, said: Mapping[str, str]) -> dict[str, Value]:
    """Return stored words as values of the fields that a drawing knows; others are left out."""
    given: dict[str, Any] = {
        name: word == "true" if drawing.fields[name].type is Type.BOOLEAN else word
        for name, word in said.items()
        if name in drawing.fields and word
    }
    return fields.read_values(drawing.fields, given)


def documents_of(case: Case, node: Node) -> dict[str, bool]:
    """Return the papers that a step asks for: whether each was put on file since the case began."""
    found = Attachment.objects.filter(
        customer=case.customer_id, is_active=True, attached_at__gte=case.started_at
    )
    there = set(found.filter(kind__in=node.documents).values_list("kind", flat=True))
    return {kind: kind in there for kind in node.documents}


def open_tokens(case: Case) -> Iterable[Token]:
    """Return the rows that say where a case stands."""
    return Token.objects.filter(case=case, left_at=None).order_by("number")


def _in_full(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.select_related("edition__process", "customer__owner_unit", "started_by", "ended_by")
