"""Who is asking and how far they reach: a value that every list starts from."""

from collections.abc import Iterable
from dataclasses import dataclass

from primeline.staff.choices import Permission, Role
from primeline.staff.permissions import NAMED_ACCOUNTS_ONLY, ROLE_PERMISSIONS


@dataclass(frozen=True, kw_only=True)
class Bound:
    """One role at one unit: the unit and all below it, within the bounds given.

    Empty bounds mean all. `path` is the materialised path of the unit, `/1/4/`.
    """

    role: Role
    unit_id: int
    path: str
    unit_name_zh: str = ""
    unit_name_en: str = ""
    industries: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    customer_ids: frozenset[int] = frozenset()

    @property
    def is_named_only(self) -> bool:
        """Whether this role reaches only accounts on which the person is named."""
        return self.role in NAMED_ACCOUNTS_ONLY

    @property
    def is_everywhere(self) -> bool:
        """Whether its unit is the headquarters, which every other unit lies below."""
        return is_top(self.path)

    def may(self, permission: Permission) -> bool:
        """Test whether this role carries the permission."""
        return permission in ROLE_PERMISSIONS[self.role]


@dataclass(frozen=True, kw_only=True)
class Granted:
    """One account outside the reach by role that is open for a time.

    It was in force when the reach was made; whether it still is, each statement asks again.
    `in_clear` says that it goes with work that somebody else gave them: they see its people.
    """

    grant_id: int
    customer_id: int
    with_contacts: bool = False
    in_clear: bool = False


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What one person may do, where, at one moment.

    `named_ids` are the people for whose named accounts they stand: themselves and whom they cover.
    `cleared_ids` are the restricted accounts that they are cleared for; `granted` are accounts
    that were opened to them for a time, to be read and nothing else.
    """

    person_id: int
    bounds: tuple[Bound, ...]
    named_ids: frozenset[int]
    cleared_ids: frozenset[int] = frozenset()
    granted: tuple[Granted, ...] = ()

    @property
    def granted_ids(self) -> frozenset[int]:
        """The accounts that were opened for a time."""
        return frozenset(one.customer_id for one in self.granted)

    @property
    def held_ids(self) -> frozenset[int]:
        """The accounts whose people they see in clear, for the work on them that they hold."""
        return frozenset(one.customer_id for one in self.granted if one.in_clear)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(bound.role for bound in self.bounds)

    @property
    def permissions(self) -> frozenset[Permission]:
        return frozenset().union(*(ROLE_PERMISSIONS[bound.role] for bound in self.bounds))

    def may(self, permission: Permission) -> bool:
        """Test whether any role carries the permission. Where, `bounds_for` tells."""
        return any(bound.may(permission) for bound in self.bounds)

    def bounds_for(self, permission: Permission) -> tuple[Bound, ...]:
        """Return the roles that carry the permission, with the bounds of each."""
        return tuple(bound for bound in self.bounds if bound.may(permission))

    def is_everywhere(self, permission: Permission) -> bool:
        """Test whether the permission holds at the headquarters, and so in every unit."""
        return any(is_top(path) for path in self.paths_for(permission))

    def paths_for(self, permission: Permission) -> tuple[str, ...]:
        """Return the unit paths within which the permission holds by rank."""
        return outermost(b.path for b in self.bounds_for(permission) if not b.is_named_only)


def is_top(path: str) -> bool:
    """Test whether this is the path of the headquarters."""
    return path.count("/") == len("//")


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the paths that lie under no other of them, sorted."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not any(path.startswith(above) for above in kept):
            kept.append(path)
    return tuple(kept)
