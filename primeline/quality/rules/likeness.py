"""How likely two records are of one account: points for and against, each told.

The points are this house's own: they were set on a labeled set, which a test holds them to.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from primeline.quality.choices import Evidence
from primeline.quality.values import Facts, Likeness, NameParts, Weighed

SAME_NAME: Final = 65
LIKE_NAME: Final = 55
# Names that are less alike than this have nothing to do with each other.
LEAST_LIKE: Final = 0.6
SOUNDS_ALIKE: Final = 50
# Many people share a name; few companies do.
SHARE_OF_PEOPLE: Final = 0.4
SHORTEST_ADDRESS: Final = 6
AS_SHIPPED: Final[Mapping[Evidence, int]] = MappingProxyType({})


def likeness(first: Facts, second: Facts, shares: Mapping[Evidence, int] = AS_SHIPPED) -> Likeness:
    """Return how likely two records are of one account, and why.

    `shares` says how much each piece of evidence counts, in percent of its points.
    """
    because = [
        *_by_identifier(first, second),
        *_by_name(first, second),
        *_by_place_in_name(first.name, second.name),
        *_by_address(first.address, second.address),
    ]
    if first.phones & second.phones:
        because.append(Weighed(Evidence.SAME_PHONE, 20))
    if first.is_organization != second.is_organization:
        because.append(Weighed(Evidence.OTHER_KIND, -40))
    because = [
        Weighed(one.evidence, points)
        for one in because
        if (points := round(one.points * shares.get(one.evidence, 100) / 100))
    ]
    because.sort(key=lambda weighed: -abs(weighed.points))
    score = sum(weighed.points for weighed in because)
    return Likeness(max(0, min(100, score)), tuple(because))


def _by_identifier(first: Facts, second: Facts) -> Iterator[Weighed]:
    if not first.identifier or not second.identifier:
        return
    if first.identifier == second.identifier:
        yield Weighed(Evidence.SAME_IDENTIFIER, 80)
    elif first.identifier_kind == second.identifier_kind:
        yield Weighed(Evidence.OTHER_IDENTIFIER, -60)


def _by_name(first: Facts, second: Facts) -> Iterator[Weighed]:
    share = 1.0 if first.is_organization and second.is_organization else SHARE_OF_PEOPLE
    if first.english and ratio(first.english, second.english) >= 90:
        yield Weighed(Evidence.SAME_ENGLISH_NAME, 10)
    one, other = first.name.core, second.name.core
    if not one or not other:
        return
    if one == other:
        yield Weighed(Evidence.SAME_NAME, round(SAME_NAME * share))
        return
    alike = Levenshtein.normalized_similarity(one, other)
    if first.sound == second.sound and len(one) > 1:
        yield Weighed(Evidence.SOUNDS_ALIKE, round(SOUNDS_ALIKE * share))
    elif alike >= LEAST_LIKE:
        points = LIKE_NAME * (alike - LEAST_LIKE) / (1 - LEAST_LIKE)
        yield Weighed(Evidence.LIKE_NAME, round(points * share))
    else:
        yield Weighed(Evidence.OTHER_NAME, -15)


def _by_place_in_name(first: NameParts, second: NameParts) -> Iterator[Weighed]:
    if first.regions and second.regions and not first.regions & second.regions:
        yield Weighed(Evidence.OTHER_REGION, -25)
    if first.numbers != second.numbers:
        yield Weighed(Evidence.OTHER_NUMBER, -40)
    if first.branch != second.branch:
        yield Weighed(Evidence.OTHER_BRANCH, -30)


def _by_address(one: str, other: str) -> Iterator[Weighed]:
    if min(len(one), len(other)) < SHORTEST_ADDRESS:
        return
    alike = ratio(one, other)
    if one == other:
        yield Weighed(Evidence.SAME_ADDRESS, 20)
    elif alike >= 85:
        yield Weighed(Evidence.LIKE_ADDRESS, 12)
    elif alike < 45:
        yield Weighed(Evidence.OTHER_ADDRESS, -10)
