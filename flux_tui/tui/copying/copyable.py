"""What can be copied, in one of its forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

SHORT = 16
"""Characters of a name or a value in a word on what a command sets."""


@dataclass(frozen=True, slots=True)
class Copyable:
    """What would be copied: ``name`` as people say it, ``lines`` once it is wanted.

    Of ``entities`` each has a line; 0 where it is no list of entities. A file of it ends with
    ``suffix``.
    """

    name: str
    lines: Callable[[], Iterable[str]]
    entities: int = 0
    suffix: str = "txt"
