"""Filters that were used before, the last first, to be gone through as a shell's commands are."""

from __future__ import annotations

from flux_tui.tui.remembered.item import Item, texts

MOST = 50
"""Filters that are kept."""

LONGEST = 1_000
"""Characters of a filter that is kept."""

FILTERS: Item[tuple[str, ...]] = Item("filters", texts, list, ())


class FilterHistory:
    """A place in the filters used before; before the first of them stands what is being typed."""

    def __init__(self, used: tuple[str, ...] = ()) -> None:
        self._used = used[:MOST]
        self._typed = ""
        self._at = -1

    @property
    def used(self) -> tuple[str, ...]:
        """All of them, the last first."""
        return self._used

    def use(self, text: str) -> None:
        """A filter was used: it comes first from now on."""
        self._at = -1
        text = text.strip()
        if text and len(text) <= LONGEST:
            self._used = (text, *(used for used in self._used if used != text))[:MOST]

    def older(self, typed: str) -> str | None:
        """The one before the one shown, which may be what is typed; None when there is none."""
        if self._at + 1 >= len(self._used):
            return None
        if self._at < 0:
            self._typed = typed
            if self._used[0] == typed.strip():
                self._at = 0
                return self.older(typed)
        self._at += 1
        return self._used[self._at]

    def newer(self) -> str | None:
        """The one after the one shown, at last what was typed; None when that is shown."""
        if self._at < 0:
            return None
        self._at -= 1
        return self._typed if self._at < 0 else self._used[self._at]
