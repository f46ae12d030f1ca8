"""The whole of "when this happens, do that", on one screen.

Rooms publish facts and never know who listens. To find out what a fact sets in motion, read
this table; there are no hidden signals.
"""

from typing import Any

LISTENERS: dict[type[Any], tuple[Any, ...]] = {}
