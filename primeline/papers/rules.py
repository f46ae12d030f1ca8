"""Which file can be the paper that is asked for. Pure answers."""

from typing import Final

from primeline.customers.choices import AttachmentKind
from primeline.customers.rules import shows_people
from primeline.papers.shipped import PAPERS

# Papers of people are what these ask for. What others were added to ask for is not known.
_OF_PEOPLE: Final = {
    "OPEN_IDENTITY": frozenset({AttachmentKind.IDENTITY}),
    "OPEN_AUTHORITY": frozenset({AttachmentKind.AUTHORITY}),
    "CHANGE_AUTHORITY": frozenset({AttachmentKind.AUTHORITY}),
}
SHIPPED: Final = frozenset(paper.code for paper in PAPERS)
_ADDED: Final = frozenset({AttachmentKind.IDENTITY, AttachmentKind.AUTHORITY})


def can_be(code: str, kind: str, *, is_persons: bool) -> bool:
    """Test whether a file of this kind can be the required paper with this code.

    What a person agreed to is theirs and goes with them; it proves nothing about the account. So
    is any other file of theirs, but for the papers that show who signs.
    """
    if is_persons or shows_people(kind):
        return kind in (_OF_PEOPLE.get(code, frozenset()) if code in SHIPPED else _ADDED)
    return True
