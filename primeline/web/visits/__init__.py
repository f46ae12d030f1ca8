"""Visits and calls: the week of a manager, coverage of units, cadence, calendar feeds."""
