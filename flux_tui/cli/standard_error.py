"""What an engine tells on standard error: words for people, or JSON lines for programs."""

from __future__ import annotations

import json
import logging
import sys

_WORDS = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")


class _JsonLines(logging.Formatter):
    """Each record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return json.dumps(fields)


def tell_from(level: str, *, as_json: bool) -> None:
    """Tell everything from a level (``debug`` to ``error``) on, whatever a log file takes."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(level.upper())
    handler.setFormatter(_JsonLines() if as_json else _WORDS)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level.upper())
