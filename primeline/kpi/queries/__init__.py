"""Questions about key figures, and about what is owed and in danger."""

from primeline.kpi.queries.dues import Dues, dues_of
from primeline.kpi.queries.movements import figures_of
from primeline.kpi.queries.radar import Radar, RadarRow, most_at_risk, radar_of
from primeline.kpi.queries.rows import Row, RowsPage, rows_of, visible_accounts

__all__ = [
    "Dues",
    "Radar",
    "RadarRow",
    "Row",
    "RowsPage",
    "dues_of",
    "figures_of",
    "most_at_risk",
    "radar_of",
    "rows_of",
    "visible_accounts",
]
