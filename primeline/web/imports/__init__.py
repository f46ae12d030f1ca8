"""Importing files: bring in, map, look, write."""
