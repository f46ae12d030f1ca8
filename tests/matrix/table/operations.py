"""How the installation is doing: for whoever runs it, and about nobody's accounts."""

from tests.matrix.rows import Row
from tests.matrix.table.roles import SEE_OPERATIONS

ROWS = (
    Row(route="operations:jobs", opens=SEE_OPERATIONS),
    Row(
        route="operations:job_retry",
        method="POST",
        opens=SEE_OPERATIONS,
        address={"job_id": "999999"},
    ),
    Row(
        route="operations:event_retry",
        method="POST",
        opens=SEE_OPERATIONS,
        address={"event_id": "999999"},
    ),
)
