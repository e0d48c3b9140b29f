"""Titles of panes: setting one repaints the line that it stands in, and no more."""

from __future__ import annotations

from typing import Self

from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget


class Titled(Widget):
    """A pane whose border's title changes all the time.

    Not the first base of a widget: Textual takes the styles of the first alone.
    """

    _entitled = False
    _titles: tuple[Content, Content] = (Content(), Content())
    """The title and the subtitle as they stand there."""

    def entitle(self, title: str | Content, subtitle: str = "") -> None:
        """Give the border a title and a subtitle of printable text, never read as markup."""
        before = self._titles
        now = (Content(title) if isinstance(title, str) else title, Content(subtitle))
        self._titles = now
        self._entitled = True
        if not now[0].is_same(before[0]):
            self.border_title = now[0]
        if not now[1].is_same(before[1]):
            self.border_subtitle = now[1]
        self._entitled = False

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """As Textual's, which for a title would repaint all there is in the pane."""
        if self._entitled and not regions:
            width, height = self.outer_size
            left, top = self.content_offset
            regions = tuple(Region(-left, y - top, width, 1) for y in {0, max(0, height - 1)})
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
