"""The quality of records: likely duplicates, merges."""
