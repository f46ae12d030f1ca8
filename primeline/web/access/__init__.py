"""Asking for accounts of others, answering, hiding accounts."""
