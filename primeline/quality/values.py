"""Frozen values of this room."""

from typing import NamedTuple

from primeline.quality.choices import Evidence


class NameParts(NamedTuple):
    """A company's name taken apart: what is its own, and what tells its places apart."""

    core: str
    regions: frozenset[str]
    numbers: frozenset[str]
    branch: str


class Facts(NamedTuple):
    """What of one account is compared with another."""

    is_organization: bool
    name: NameParts
    # The own part of the name as it is spelled in pinyin.
    sound: str
    english: str
    identifier_kind: str
    identifier: str
    address: str
    phones: frozenset[str]


class Weighed(NamedTuple):
    """One piece of evidence with the points that it adds or takes away."""

    evidence: Evidence
    points: int


class Likeness(NamedTuple):
    """How likely two records are of one account, from 0 to 100, and why."""

    score: int
    because: tuple[Weighed, ...]
