"""One thing that is remembered: its name, its form as JSON, and what holds before it was set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from flux_tui.model.json import Json

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Item(Generic[Value]):
    """Declared by the feature it belongs to, as a constant.

    ``read`` raises ValueError for what is no such thing: files are edited, cut short, and older
    or newer than the program. Another form is another name (``columns-2``). Never a secret, and
    never so much that it could not be written each time it changes.
    """

    name: str
    read: Callable[[Json], Value]
    write: Callable[[Value], Json]
    default: Value
    everywhere: bool = False
    """Whether it means the same for any server, so that it is kept also without a profile."""


def text(value: Json) -> str:
    """A text; raises ValueError."""
    if not isinstance(value, str):
        raise ValueError("no text")
    return value


def texts(value: Json) -> tuple[str, ...]:
    """A list of texts; raises ValueError."""
    if not isinstance(value, list):
        raise ValueError("no list")
    return tuple(map(text, value))


def flag(value: Json) -> bool:
    """True or false; raises ValueError."""
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value


def table(value: Json) -> dict[str, Json]:
    """An object; raises ValueError."""
    if not isinstance(value, dict):
        raise ValueError("no object")
    return value
