"""Where the facts of each property of an entity stand."""

from __future__ import annotations

from typing import TypeAlias

STRIDE = 3
"""Facts of one property: its last report, the value before, and how often it changed."""

Places: TypeAlias = dict[str, int]
"""Where each property's facts begin; a plan, which others may share."""

NOWHERE: Places = {}
"""Of an entity that was never heard of."""
