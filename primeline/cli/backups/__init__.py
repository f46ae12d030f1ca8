"""Backups: everything of an installation in one file, and building it up again elsewhere."""
