"""What makes a short command start quickly, in one place.

``flux-tui get`` should take little longer than ``import httpx, pydantic``; two libraries load
more than they need for it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand


def skip_httpx_command_line() -> None:
    """Let httpx believe that its own command line's libraries are missing, as they may be.

    Importing httpx tries to load that command line, and with it click, rich and pygments: a
    quarter of the time that a whole ``get`` takes. httpx itself handles their absence.
    """
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]


class _Plain:
    """Reads a parameter's text by calling its type."""

    def __init__(self, convert: Callable[[str], Any], words: str) -> None:
        self._convert = convert
        self._words = words

    def coerce(self, value: Any, *, param: Any, ctx: Any) -> Any:
        """What Typer asks for: the value, or BadParameter."""
        if not isinstance(value, str):
            return value
        try:
            return self._convert(value)
        except ValueError:
            message = f"{value!r} is not {self._words}."
            raise typer.BadParameter(message, ctx=ctx, param=param) from None


_PLAIN = {
    str: _Plain(str, "a text"),
    Path: _Plain(Path, "a path"),
    int: _Plain(int, "a whole number"),
    float: _Plain(float, "a number"),
    bool: _Plain(bool, "true or false"),
}


class PlainParameters:
    """Has a command's texts, paths and numbers read without pydantic, which Typer loads for them.

    Loading it takes as long as asking the server. Whatever else a parameter may be, and every
    parameter of a Typer that does it otherwise, is left to Typer, which keeps its types to itself.
    """

    def get_params(self, ctx: Any) -> Any:
        """All parameters, the help option among them, before their values are read."""
        parameters: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for parameter in parameters:
            annotation = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
            if annotation in _PLAIN and parameter.nargs == 1 and not _is_special(parameter):
                parameter._runtime_param = _PLAIN[annotation]
        return parameters


class PlainCommand(PlainParameters, TyperCommand):
    """A command that is read plainly."""


def _is_special(parameter: Any) -> bool:
    """Whether more was asked of it than its type: a range, a parser, several values."""
    info = parameter.type_descriptor.parameter_info
    asked = (info.parser, info.min, info.max, info.exists, info.resolve_path, info.envvar)
    return any(asked) or bool(getattr(parameter, "multiple", False))
