"""What hangs on an account, whichever room it is of: every foreign key to it, asked of the models.

A model says `stays_in_merge = ("customer",)` where its rows stay with the account they were
written for; everything else goes along when an account is merged into another.
"""

from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import (
    Count,
    Exists,
    ForeignKey,
    Model,
    OuterRef,
    Q,
    QuerySet,
    UniqueConstraint,
)

from primeline.customers.models import Customer


class Hanging(NamedTuple):
    """A kind of rows that hang on accounts, and by which foreign key."""

    model: type[Model]
    field: str

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def of(self, customer_id: int) -> QuerySet[Any]:
        """Return the rows that hang on an account."""
        return self.model._default_manager.filter(**{self.field: customer_id})


def everything() -> list[Hanging]:
    """Return every foreign key to an account, also those that the account itself does not know."""
    return [
        Hanging(model, field.name)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is Customer
    ]


def moving() -> list[Hanging]:
    """Return what goes along with an account that is merged into another."""
    return [
        hanging
        for hanging in everything()
        if hanging.field not in getattr(hanging.model, "stays_in_merge", ())
    ]


def clashing(hanging: Hanging, *, at: int, with_those_of: int) -> QuerySet[Any]:
    """Return rows of one account that cannot stand beside rows of another, by any constraint."""
    clash = Q(pk__in=[])
    theirs = hanging.of(with_those_of)
    if hanging.model._meta.get_field(hanging.field).unique:  # type: ignore[union-attr]
        clash |= Q(Exists(theirs))
    for constraint in hanging.model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and hanging.field in constraint.fields:
            others = [name for name in constraint.fields if name != hanging.field]
            condition = constraint.condition or Q()
            same = theirs.filter(condition, **{name: OuterRef(name) for name in others})
            clash |= condition & Q(Exists(same))
    return hanging.of(at).filter(clash)


def counts_of(*customer_ids: int) -> dict[str, list[int]]:
    """Return how many rows of each table hang on each of these accounts, as far as they move."""
    found: dict[str, list[int]] = {}
    for hanging in moving():
        rows = hanging.model._default_manager.filter(**{f"{hanging.field}__in": customer_ids})
        by_account = dict(rows.order_by().values_list(hanging.field).annotate(count=Count("pk")))
        if by_account:
            counts = [by_account.get(pk, 0) for pk in customer_ids]
            before = found.get(hanging.table, [0] * len(customer_ids))
            found[hanging.table] = [a + b for a, b in zip(before, counts, strict=True)]
    return found
