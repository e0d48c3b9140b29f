"""The log file: what a bug report needs, and never a token."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from flux_tui.errors import UsageError

LOGGER = logging.getLogger("flux_tui")
"""Where everything of ours is logged; nothing is written until there is a ``--log-file``."""

LOGGER.addHandler(logging.NullHandler())

MASK = "<hidden>"


class _Redacting(logging.Formatter):
    """Lines in which every known secret is masked, tracebacks included."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s.%(msecs)03d %(levelname)s %(name)s: %(message)s", "%FT%T")
        self.secrets: set[str] = set()

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record), self.secrets)


_FORMATTER = _Redacting()


def hide(*secrets: str) -> None:
    """From now on these texts are masked wherever they would be written."""
    _FORMATTER.secrets.update(secret for secret in secrets if secret)


def hidden(text: str) -> str:
    """A text with every known secret masked."""
    return mask(text, _FORMATTER.secrets)


def mask(text: str, secrets: set[str]) -> str:
    """A text with each of the secrets replaced, the longest first."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text


def start_log(path: Path | None, command: str) -> None:
    """Write everything from now on to a file, after what was there; raises UsageError."""
    if path is None:
        return
    try:
        handler = logging.FileHandler(path, encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(f"cannot write the log file {path}: {error.strerror or error}") from None
    import platform

    handler.setFormatter(_FORMATTER)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    LOGGER.setLevel(logging.DEBUG)
    LOGGER.info("%s on Python %s, %s", command, sys.version.split()[0], platform.platform())


def is_logging() -> bool:
    """Whether there is a log file."""
    handlers = logging.getLogger().handlers
    return any(handler.formatter is _FORMATTER for handler in handlers)
