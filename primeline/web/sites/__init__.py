"""The sites of an account."""
