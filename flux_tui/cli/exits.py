"""Exit codes: what a script may rely on."""

from __future__ import annotations

from enum import IntEnum

from flux_tui.errors import (
    FluxTuiError,
    LogAway,
    LogError,
    Malformed,
    Nonsense,
    NoTerminal,
    NotFound,
    Refused,
    ServeError,
    Unreachable,
    UsageError,
)


class Exit(IntEnum):
    """Every code that flux-tui ends with, ``DEFECT`` apart, which is a bug of ours."""

    DONE = 0
    NO = 1
    USAGE = 2
    UNREACHABLE = 3
    REFUSED = 4
    NONSENSE = 5
    DEFECT = 70
    INTERRUPTED = 130


_BY_ERROR: tuple[tuple[type[FluxTuiError], Exit], ...] = (
    (NotFound, Exit.NO),
    (Refused, Exit.REFUSED),
    (Unreachable, Exit.UNREACHABLE),
    (Nonsense, Exit.NONSENSE),
    (UsageError, Exit.USAGE),
    (Malformed, Exit.USAGE),
    (NoTerminal, Exit.USAGE),
    (ServeError, Exit.USAGE),
    (LogAway, Exit.UNREACHABLE),
    (LogError, Exit.USAGE),
)
"""The first match counts, so what is special stands before what is general."""


def exit_code(error: FluxTuiError) -> Exit:
    """The code that an error ends with."""
    for kind, code in _BY_ERROR:
        if isinstance(error, kind):
            return code
    return Exit.NO
