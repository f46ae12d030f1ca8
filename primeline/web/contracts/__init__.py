"""Contracts of all accounts within reach or open for a time."""
