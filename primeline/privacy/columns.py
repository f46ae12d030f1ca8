"""The columns that hold what people type, and the ways from their rows to accounts."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model

from primeline.privacy.textfields import FROM_REACH, FreeTextField

Ways = dict[str, list[Any]]


def is_free(field: Any) -> bool:
    """Test whether people stand in a column as they do in free texts: sealed."""
    return isinstance(field, FreeTextField) or getattr(field, "is_free", False)


def is_typed(field: Any) -> bool:
    """Test whether people type into a column, be it looked through, nameless or as they like."""
    return is_free(field) or any(
        getattr(field, how, False) for how in ("is_nameless", "is_open", "holds_words")
    )


def free_columns() -> Iterator[tuple[type[Model], Ways]]:
    """Yield the models with free texts, and their fields by the way to the account."""
    for model in apps.get_models():
        ways: Ways = {}
        for field in model._meta.local_concrete_fields:
            is_nobodys = isinstance(field, FreeTextField) and field.is_nameless
            if is_free(field) and not is_nobodys and (way := _way(model, field)) is not None:
                ways.setdefault(way, []).append(field)
        if ways:
            yield model, ways


def typed_columns() -> Iterator[tuple[type[Model], Ways]]:
    """Yield the models that hang on accounts, and what people type there by the way to these.

    Of a model into which nobody types the way comes too, with no fields.
    """
    for model in apps.get_models():
        ways: Ways = {}
        for field in model._meta.local_concrete_fields:
            if is_typed(field) and (way := _way(model, field)) is not None:
                ways.setdefault(way, []).append(field)
        if not ways and (way := _way_of(model)) is not None:
            ways[way] = []
        if ways:
            yield model, ways


def unbound_columns() -> Iterator[tuple[type[Model], list[Any]]]:
    """Yield the models that hang on no account, and what people type there."""
    for model in apps.get_models():
        fields = [one for one in model._meta.local_concrete_fields if is_typed(one)]
        if fields := [one for one in fields if _way(model, one) is None]:
            yield model, fields


def accounts_table() -> str:
    """Return the table of what everything hangs on."""
    return _of_accounts()._meta.db_table


def registered_columns() -> tuple[type[Model], list[Any]]:
    """Return the model of what everything hangs on, and what such a row is registered as."""
    model = _of_accounts()
    fields = model._meta.local_concrete_fields
    return model, [one for one in fields if getattr(one, "is_registered", False)]


def _of_accounts() -> type[Model]:
    return next(one for one in apps.get_models() if hasattr(one, "reach_by"))


def _way(model: type[Model], field: Any) -> str | None:
    """Return the way to the account about which a field says what people type, if it has one."""
    said = field.account if isinstance(field, FreeTextField) else FROM_REACH
    if said is not None and said != FROM_REACH:
        return str(said)
    return _way_of(model)


def _way_of(model: type[Model]) -> str | None:
    if hasattr(model, "reach_by"):
        return "pk"
    several: str | None = getattr(model, "is_about", None)
    return several or getattr(model, "reach_through", None)
