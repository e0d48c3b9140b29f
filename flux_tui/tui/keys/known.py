"""Which actions there are: every binding with an id, of every pane and screen."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from textual.binding import Binding
from textual.dom import DOMNode

import flux_tui.tui


def known_bindings() -> dict[str, list[str]]:
    """The ids of all bindings of ours that are loaded, with their keys."""
    known: dict[str, list[str]] = {}
    for node in _subclasses(DOMNode):
        own = vars(node).get("BINDINGS", ()) if node.__module__.startswith("flux_tui.") else ()
        for binding in Binding.make_bindings(own):
            if binding.id is not None:
                known.setdefault(binding.id, []).append(binding.key)
    return known


def load_all() -> None:
    """Load every pane and screen, also those that nobody has opened yet; takes its time."""
    for module in pkgutil.walk_packages(flux_tui.tui.__path__, f"{flux_tui.tui.__name__}."):
        import_module(module.name)


def _subclasses(node: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for subclass in node.__subclasses__():
        yield subclass
        yield from _subclasses(subclass)
