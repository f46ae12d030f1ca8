"""Questions about key figures."""

from primeline.kpi.queries.movements import figures_of
from primeline.kpi.queries.rows import Row, RowsPage, rows_of, visible_accounts

__all__ = ["Row", "RowsPage", "figures_of", "rows_of", "visible_accounts"]
