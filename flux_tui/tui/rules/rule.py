"""One colour rule, as it stands in the configuration."""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """Entities that ``where`` matches look like ``style``; ``source`` is where it is written.

    A style is ``error``, ``warning``, ``accent``, ``success``, ``dim``, ``bold`` or a colour by its
    name or as ``#rrggbb``, or several of them.
    """

    where: str
    style: str
    source: str = "config.toml: rules[1]"
