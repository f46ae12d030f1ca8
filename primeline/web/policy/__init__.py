"""The policies that say who is a key account and which level, to read."""
