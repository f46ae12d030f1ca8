"""Deeds on standards, steps and the versions of the matrix."""

from primeline.standards.actions.installing import install_standards

__all__ = ["install_standards"]
