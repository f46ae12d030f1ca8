"""Prefixes and IP addresses: how full they are, who has which, and what can be done."""
