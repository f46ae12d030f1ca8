"""What people owe: their day, the board of a unit, the ladder of one matter, escalations."""
