"""A piece of text beside what it is about, repainted only when it says something else."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

CUT = "…"
"""Stands where what has no room is cut off."""


class Note(Widget):
    """Text in the room that the layout gives it: saying something else moves nothing.

    What has no room is cut, and marked.
    """

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
        """What it says, as much of it as there is room for."""
        width, height = self.content_size
        return fitting(self._content, width, height) if width and height else self._content


def fitting(content: Content, width: int, height: int) -> Content:
    """As much of a text as so many lines of so many cells hold; what is cut is marked."""
    if "\n" not in content.plain and content.cell_length <= width:
        return content
    lines = [line.rstrip() for line in content.wrap(width)]
    if len(lines) <= height:
        return content
    last = lines[height - 1].truncate(width - len(CUT)).rstrip()
    return Content("\n").join([*lines[: height - 1], last.rstrip(CUT) + CUT])
