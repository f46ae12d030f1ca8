"""Writes a plan into an empty database."""
