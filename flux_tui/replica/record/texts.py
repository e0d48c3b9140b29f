"""Texts that many entities have in common are kept once: ``ok``, ``celsius``, a room's name."""

from __future__ import annotations

from flux_tui.model.json import Json

SHORT = 32
"""Characters up to which a text may be one that others have, too."""

MOST = 5_000
"""Texts that are known; when they are more than that, they are mostly of one entity each."""


class SharedTexts:
    """Knows texts, and gives the one for all that are equal to it."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def share(self, properties: dict[str, Json]) -> None:
        """Put the known texts in the place of those that are equal to them."""
        known = self._known
        for name, value in properties.items():
            if isinstance(value, str) and len(value) <= SHORT:
                properties[name] = known.setdefault(value, value)
        if len(known) > MOST:
            known.clear()
