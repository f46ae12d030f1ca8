"""Turning a file that somebody brings into rows of text, safely. Nothing here knows accounts."""
