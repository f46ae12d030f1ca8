"""Questions about what is planned, and how much of it was kept."""
