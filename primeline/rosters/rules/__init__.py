"""What rosters and call chains allow. No database, no clock: only answers."""
