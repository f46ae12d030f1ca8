"""The public calendar and the hours of units."""
