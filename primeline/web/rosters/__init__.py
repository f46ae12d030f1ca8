"""Who is on duty, swaps, what is handed over; call chains and their runs."""
