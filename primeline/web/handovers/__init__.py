"""Handing accounts over: offering, answering, the checklist, the page to print."""
