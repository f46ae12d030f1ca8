"""Deeds of the hours room."""

from primeline.hours.actions.days import install_days, publish_year, set_day
from primeline.hours.actions.hours import end_unit_hours, set_unit_hours

__all__ = ["end_unit_hours", "install_days", "publish_year", "set_day", "set_unit_hours"]
