"""Facts about this installation as a whole."""

from typing import Any

from primeline.kit.models import InstallationFact

EXAMPLE = "example"


def fact(name: str, default: Any = None) -> Any:
    """Return the value of a fact, or `default` where it was never stated."""
    row = InstallationFact.objects.filter(name=name).first()
    return default if row is None else row.value


def state_fact(name: str, value: Any) -> None:
    """Write a fact down, replacing what was stated before."""
    InstallationFact.objects.update_or_create(name=name, defaults={"value": value})
