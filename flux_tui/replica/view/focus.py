"""The focus: where a person is. It stays on its entity, wherever that goes."""

from __future__ import annotations

from flux_tui.replica.view.arrangement import Arrangement
from flux_tui.replica.view.layout import Layout
from flux_tui.replica.view.rows import Key


class Focus:
    """What is focused, and where that stands."""

    def __init__(self) -> None:
        self.key: Key | None = None
        """What is focused; None while nothing is shown."""
        self.index = 0
        """Where it stands now."""
        self._is_chosen = False
        self._last: Key | None = None

    def choose(self, key: Key, layout: Layout, shown: Arrangement) -> None:
        """Focus something that is shown."""
        self.key, self._is_chosen = key, True
        self.settle(layout, shown)

    def settle(self, layout: Layout, shown: Arrangement) -> None:
        """Keep the focus on what it is on; when that is gone, on what took its place.

        Until somebody moves it, it is on the first entity, however many come before it. An entity
        that is folded away leaves the focus to its group's header. While nothing is shown, what was
        focused last is remembered: a filter that is being typed may match nothing on its way.
        """
        if not self._is_chosen:
            self.index = layout.first_entity()
            self.key = layout.key(self.index)
            return
        key = self.key or self._last
        if key is not None and key.entity is not None and key.entity in shown:
            group = shown.group_of(key.entity)
            key = Key(group) if layout.is_folded(group) else Key(group, key.entity)
        index = None if key is None else layout.index(key)
        if index is None and self.key is None:
            index = layout.first_entity()
        elif index is None:
            index = max(0, min(self.index, len(layout) - 1))
        self.key, self.index = layout.key(index), index
        self._last = self.key or key
