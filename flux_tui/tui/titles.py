"""Titles of panes, set only when they read otherwise: setting one repaints the whole pane."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget


def entitle(widget: Widget, title: str, subtitle: str = "") -> None:
    """Give a widget's border a title and a subtitle of printable text, never read as markup."""
    for attribute, text in (("border_title", title), ("border_subtitle", subtitle)):
        content = Content(text)
        if getattr(widget, attribute) != content.markup:
            setattr(widget, attribute, content)
