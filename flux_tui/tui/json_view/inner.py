"""The JSON that a value is, or that a text holds; found out once, and only when it is wanted."""

from __future__ import annotations

from flux_tui.errors import Malformed
from flux_tui.model.json import MISSING, Json, Missing
from flux_tui.protocol.json_text import decode

BRACKETS = ("{}", "[]")
"""The ends of a text that is looked at as JSON: a number alone is a text to everybody."""


class Inner:
    """What stands in one value."""

    def __init__(self, value: Json) -> None:
        self._value = value
        self._read: Json | Missing | None = None
        self.size: int | None = None
        """Bytes of a text; None for any other value."""
        if isinstance(value, str):
            self.size = len(value.encode("utf-8", "surrogatepass"))
            ends = value[:100].lstrip()[:1] + value[-100:].rstrip()[-1:]
            self._is_likely = ends in BRACKETS
        else:
            self._is_likely = False

    @property
    def is_likely(self) -> bool:
        """Whether a text looks like JSON, and was not found to be none."""
        return self._is_likely

    def read(self) -> Json | Missing:
        """The value itself, or the list or the object in a text; takes its time for a large one."""
        if not isinstance(self._value, str):
            return self._value
        if self._read is None:
            self._read = self._decoded(self._value)
            self._is_likely = not isinstance(self._read, Missing)
        return self._read

    def _decoded(self, text: str) -> Json | Missing:
        if not self._is_likely:
            return MISSING
        try:
            return decode(text.encode("utf-8", "surrogatepass"))
        except Malformed:
            return MISSING
