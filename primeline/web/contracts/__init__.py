"""Contracts of all accounts within reach."""
