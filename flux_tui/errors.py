"""One tree of errors.

Every layer raises its own words for what went wrong, as one sentence that says what failed,
where, and what to do; only ``cli`` and ``tui`` show them. Text that a server sent is kept raw
here and made printable where it is shown.
"""

from __future__ import annotations


class FluxTuiError(Exception):
    """The root: whatever a person did or met that can be said in one sentence."""


class UsageError(FluxTuiError):
    """What was asked makes no sense (bad JSON, bad query, bad flag); nothing was sent."""


class ReadOnly(UsageError):
    """Something would have been written where nothing may be; nothing was sent."""


class Unreachable(FluxTuiError):
    """No answer: the server is absent, or the connection broke before it had answered.

    ``sent`` is true when the request may have reached the server, so that its effect is unknown;
    ``slow`` when the server may still be at work on it, so that it may yet have one.
    ``retry_after`` is in seconds, None when nothing was said.
    """

    def __init__(
        self,
        message: str,
        *,
        sent: bool = False,
        slow: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.sent = sent
        self.slow = slow
        self.retry_after = retry_after


class Refused(FluxTuiError):
    """The server understood and said no; ``reason`` is its own words, ``status`` HTTP's code.

    ``retry_after`` is in seconds, None when not said.
    """

    def __init__(
        self, message: str, *, status: int, reason: str, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason
        self.retry_after = retry_after


class NotFound(Refused):
    """404: what was asked for is not there."""


class TooLarge(Refused):
    """413: the event or the batch is larger than the server takes."""


class RateLimited(Refused):
    """429: too many events a minute."""


class Nonsense(FluxTuiError):
    """The answer is not Flux's: not JSON, not the expected shape, not the expected type."""


class CutShort(Nonsense):
    """The connection broke in the middle of the answer."""


class WorldTooLarge(FluxTuiError):
    """The server's state would take more memory than it may; a part of it can be opened."""


class Malformed(FluxTuiError):
    """A text is not of the wire's form; the engine answers 400, the client calls it nonsense."""


class LogError(FluxTuiError):
    """The engine's event log cannot be opened or written; the sentence says what to do."""


class LogAway(LogError):
    """The event log does not answer; it is tried again and may come back by itself."""


class ServeError(FluxTuiError):
    """The engine cannot listen where it was told to."""


class NoTerminal(FluxTuiError):
    """The explorer was asked for, and there is no terminal to draw it on."""
