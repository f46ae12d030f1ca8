"""Facts that this room publishes."""

from dataclasses import dataclass

from primeline.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class ManagersChanged(Event):
    """Other people look after some accounts from now on. None is nobody."""

    from_person_ids: tuple[int, ...]
    to_person_id: int | None
    customers_count: int
