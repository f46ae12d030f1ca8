"""Questions about key figures, and about what is owed and in danger."""

from primeline.kpi.queries.dues import Dues, dues_of
from primeline.kpi.queries.movements import figures_of, held_on
from primeline.kpi.queries.radar import (
    Arrears,
    Radar,
    RadarRow,
    arrears_within,
    most_at_risk,
    radar_of,
)
from primeline.kpi.queries.rows import (
    AccountShown,
    Row,
    RowsPage,
    accounts_shown,
    moved_by_manager,
    rows_of,
    visible_accounts,
)

__all__ = [
    "AccountShown",
    "Arrears",
    "Dues",
    "Radar",
    "RadarRow",
    "Row",
    "RowsPage",
    "accounts_shown",
    "arrears_within",
    "dues_of",
    "figures_of",
    "held_on",
    "most_at_risk",
    "moved_by_manager",
    "radar_of",
    "rows_of",
    "visible_accounts",
]
