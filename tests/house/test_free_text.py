"""What people type about an account is a free text, in which people stand sealed (decision 14)."""

from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.db import models

from primeline.kit.keeping import Keeping
from primeline.privacy.fields import EncryptedField
from primeline.privacy.textfields import FreeTextField, NamelessField

# So short a text is a code, a number or a choice.
SHORT: Final = 59
# Columns of rows that hang on an account and are no free text, each with its reason.
KEPT_AS_TYPED: Final = {
    "customers.Customer.external_id": "a number in another system, by which files find the row",
    "customers.Payment.external_id": "a number in another system, by which files find the row",
    "customers.Contact.job_title": "what somebody does, which is what texts are to name",
    "customers.FormerPost.job_title": "what somebody did, which is what texts are to name",
    "customers.TimelineLine.by_name": "the actor, who is one of us",
    "processes.Token.scope": "numbers of places on a drawing, from the outside in",
    "products.Equipment.serial": "a number of a device, by which files find the row",
    "products.Subscription.external_id": "a number in another system, by which files find the row",
    "products.Subscription.ip_addresses": "addresses of a network",
    "standards.PolicyRow.citation": "where a standard or a contract says it",
    "commitments.Commitment.owed_key": "made by the house",
    "rosters.CallChain.name": "names a list of calls; whom it calls stands in its steps",
    "access.AccessRequest.rung": "a place in the tree of units",
    "handovers.HandoverAccount.name": "the lasting name of an account, in outline if a person",
}


def columns() -> Iterator[tuple[str, Any]]:
    """Yield the longer texts of rows that are kept for ever and hang on an account."""
    for model in apps.get_models():
        hangs = hasattr(model, "reach_by") or _points_to_an_account(model)
        if hangs and getattr(model, "keeping", None) is Keeping.ARCHIVE:
            for field in model._meta.local_concrete_fields:
                if isinstance(field, (models.CharField, models.TextField)) and not field.choices:
                    yield f"{model._meta.label}.{field.name}", field


def _points_to_an_account(model: Any) -> bool:
    accounts = apps.get_model("customers", "Customer")
    through = getattr(model, "reach_through", None) or getattr(model, "is_about", None)
    return bool(through) or any(
        field.related_model is accounts for field in model._meta.local_concrete_fields
    )


def test_what_people_type_about_an_account_is_a_free_text() -> None:
    wanting = {
        name
        for name, field in columns()
        if not isinstance(field, (EncryptedField, FreeTextField, NamelessField))
        and (field.max_length is None or field.max_length > SHORT)
    }
    assert wanting == set(KEPT_AS_TYPED), wanting ^ set(KEPT_AS_TYPED)
    free = [field for _name, field in columns() if isinstance(field, FreeTextField)]
    assert len(free) > 40
