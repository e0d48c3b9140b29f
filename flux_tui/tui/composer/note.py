"""A piece of text beside what it is about, repainted only when it says something else."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget


class Note(Widget):
    """Text in the room that the layout gives it: saying something else moves nothing."""

    def __init__(self, *, classes: str | None = None, id: str | None = None) -> None:  # noqa: A002
        super().__init__(classes=classes, id=id)
        self._content = Content("")

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return not self._content.plain

    def say(self, content: Content) -> None:
        """Say this from now on."""
        if content != self._content or content.spans != self._content.spans:
            self._content = content
            self.refresh()

    def render(self) -> Content:
        """What it says."""
        return self._content
