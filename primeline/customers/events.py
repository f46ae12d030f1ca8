"""Facts that this room publishes."""

from dataclasses import dataclass

from primeline.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class ManagersChanged(Event):
    """Other people look after some accounts from now on. None is nobody."""

    from_person_ids: tuple[int, ...]
    to_person_id: int | None
    customers_count: int


@dataclass(frozen=True, kw_only=True)
class PeopleChanged(Event):
    """What is on file of a person at an account has changed: facts, post, what they agree to."""

    customer_ids: tuple[int, ...]
    """Where they are, after where they were until now."""


@dataclass(frozen=True, kw_only=True)
class AccountsMerged(Event):
    """One account has taken another in, or the two are two again."""

    survivor_id: int
    absorbed_id: int
    person_ids: tuple[int, ...]
    """Who has looked after one of them until now."""
