"""Circuits within reach: found by number or end, counted by assurance, what came and went."""

import re
from collections import Counter
from collections.abc import Collection
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Upper

from primeline.customers.queries import within
from primeline.privacy.freetext import OPEN
from primeline.privacy.values import MARK
from primeline.products.models import Subscription
from primeline.search.rules import one_form
from primeline.staff.reach import Reach

MOST_FOUND = 50
SHORTEST = 2
BETWEEN = re.compile(r"[\s,;，；、。]+")


def circuits_found(reach: Reach, text: str) -> list[Subscription]:
    """Return circuits within reach whose number, label, ends or access number hold the text."""
    wanted = text.strip()
    if len(wanted) < SHORTEST:
        return []
    fields = ("circuit_number", "label", "a_end", "z_end", "access_number", "ip_addresses")
    condition = Q(number__iexact=wanted)
    for field in fields:
        # What is sealed is no text to be found by: whoever hits a part of it hits nothing.
        is_open = ~Q(**{f"{field}__startswith": MARK}) & ~Q(**{f"{field}__contains": OPEN})
        condition |= is_open & Q(**{f"{field}__icontains": wanted})
    found = _circuits(reach).filter(condition)
    # Those that begin with what was typed are meant more often than those that contain it.
    starting = list(found.filter(circuit_number__istartswith=wanted)[:MOST_FOUND])
    more = found.exclude(pk__in=[circuit.pk for circuit in starting])
    return [*starting, *more[: MOST_FOUND - len(starting)]]


def circuit_told(numbers: Collection[str], text: str) -> dict[str, str]:
    """Return, by their numbers, what subscriptions that a text found are told by: if it is not
    their own number that holds the text, the number of the circuit.
    """
    if not numbers:
        return {}
    rows = Subscription.objects.filter(number__in=numbers).exclude(circuit_number="")
    return {
        number: number if one_form(text) in one_form(number) else circuit
        for number, circuit in rows.values_list("number", "circuit_number")
    }


def subscriptions_named(customer_id: int, *texts: str) -> list[Subscription]:
    """Return what an account holds whose own number, or that of its circuit, stands in texts."""
    words = {word.upper() for text in texts for word in (text.strip(), *BETWEEN.split(text))}
    words.discard("")
    if not words:
        return []
    named = Q(number_said__in=words) | Q(circuit_said__in=words)
    rows = Subscription.objects.held().filter(customer=customer_id)
    said = rows.annotate(number_said=Upper("number"), circuit_said=Upper("circuit_number"))
    return list(said.filter(named).select_related("line").order_by("pk"))


def circuits_by_assurance(reach: Reach) -> Counter[str]:
    """Return how many circuits held within reach have which assurance level."""
    rows = (
        Subscription.objects.held()
        .filter(within(reach, prefix="customer__"))
        .exclude(circuit_number="")
        .order_by()
        .values_list("assurance")
        .annotate(circuits_count=Count("pk"))
    )
    return Counter(dict(rows))


def circuits_held(reach: Reach, assurance: str) -> QuerySet[Subscription]:
    """Return the circuits held within reach that have this assurance level."""
    held = Subscription.objects.held().values("pk")
    return _circuits(reach).filter(pk__in=held, assurance=assurance)


def circuits_opened(reach: Reach, *, since: date, until: date) -> QuerySet[Subscription]:
    """Return circuits within reach that were opened in these days, the latest first."""
    rows = _circuits(reach).filter(opened_date__gte=since, opened_date__lte=until)
    return rows.order_by("-opened_date", "-pk")


def circuits_ended(reach: Reach, *, since: date, until: date) -> QuerySet[Subscription]:
    """Return circuits within reach that were terminated in these days, the latest first."""
    rows = _circuits(reach).filter(terminated_date__gte=since, terminated_date__lte=until)
    return rows.order_by("-terminated_date", "-pk")


def _circuits(reach: Reach) -> QuerySet[Subscription]:
    return (
        Subscription.objects.filter(within(reach, prefix="customer__"))
        .exclude(circuit_number="")
        .select_related("customer", "line", "reason_recorded", "replaced_by")
        .order_by("circuit_number", "pk")
    )
