"""Primeline: the open, self-hosted key-account service system for telecom operators."""

__version__ = "0.1.0"
