"""Decisions about records: how alike two are, and whether they may become one. Pure answers."""
