"""Keys in the order in which their actions are declared, whichever keys they have."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode


def in_declared_order(actives: Iterable[ActiveBinding]) -> list[ActiveBinding]:
    """Those of a node stay together; Textual puts keys of a person's own behind all others."""
    bindings = list(actives)
    nodes: dict[DOMNode, int] = {}
    for active in bindings:
        nodes.setdefault(active.node, len(nodes))
    places = {node: _places(node) for node in nodes}

    def place(active: ActiveBinding) -> tuple[int, int]:
        own = places[active.node]
        return nodes[active.node], own.get(active.binding.id or "", len(own))

    return sorted(bindings, key=place)


def _places(node: DOMNode) -> dict[str, int]:
    ids: dict[str, int] = {}
    for base in reversed(type(node).__mro__):
        for declared in vars(base).get("BINDINGS", ()):
            if isinstance(declared, Binding) and declared.id is not None:
                ids.setdefault(declared.id, len(ids))
    return ids
