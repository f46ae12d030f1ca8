"""The named-account list: every key account with its manager and deputy, and the gaps in it."""
