"""Signing in and out: password, second factor, recovery codes; the profile and its sessions."""
