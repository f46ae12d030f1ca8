"""What leaves the house as a file: it names who took it, or stands here with the reason why not.

A route that answers with a file and stands in neither list fails its rows of the matrix.
"""

from typing import Any

from primeline.staff.choices import Role
from tests.matrix.world import World

# Each of these names who took it, when and on which request, in its own text.
MARKED = frozenset(
    {
        "accounts:export",
        "accounts:people_export",
        "contracts_export",
        "logs:export",
        "import_errors",
        "matters:export",
        "matters:mine_export",
        "matters:outcomes_export",
        "matters:promises_export",
        "named_export",
        "rights:copy",
        "visits:export",
    }
)
AS_BROUGHT = "handed out bit by bit as it was brought, or its hash would not hold; on record"
UNMARKED = {
    "accounts:attachment": AS_BROUGHT,
    "capture:person": "who is signed in, told to the page of whoever is; nothing of customers",
    "competences:certificate": AS_BROUGHT,
    "matters:enclosure": AS_BROUGHT,
    "import_template": "an empty table with one invented line",
    "import_progress": "how many rows are done, and nothing of them",
    "meeting:pdf": "marked on each page; what is written is packed, so its own test reads it",
    "plans:pdf": "marked on each page; what is written is packed, so the plans' own tests read it",
}


def lacks_mark(found: Any, page: str, *, route: str, role: Role, world: World) -> bool:
    """Test whether an answer is a file that does not name who took it, and should."""
    if found.status_code != 200 or not is_file(found) or route in UNMARKED:
        return False
    return route not in MARKED or f"({world.actors[role].username})" not in page.replace("（", "(")


def is_file(found: Any) -> bool:
    """Test whether an answer is to be kept, or read by another program than a browser."""
    kind = found.headers.get("Content-Type", "")
    return "Content-Disposition" in found.headers or not kind.startswith("text/html")
