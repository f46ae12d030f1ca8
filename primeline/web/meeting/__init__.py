"""Morning meetings: the page on the wall, pins, decisions, minutes."""
