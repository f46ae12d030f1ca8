"""Everything that can be done to prefixes and addresses."""

from primeline.addresses.actions.allocations import (
    NoneFree,
    assign_address,
    follow_end,
    release_address,
    reserve_address,
    reserve_nearest,
)
from primeline.addresses.actions.prefixes import change_prefix, register_prefix, retire_prefix

__all__ = [
    "NoneFree",
    "assign_address",
    "change_prefix",
    "follow_end",
    "register_prefix",
    "release_address",
    "reserve_address",
    "reserve_nearest",
    "retire_prefix",
]
