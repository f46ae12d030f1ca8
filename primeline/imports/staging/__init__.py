"""Rows on their way into the archive: loaded in bulk, judged and written set by set in SQL."""
