"""Journeys through the pages as a person makes them, in Debian's Chromium."""
