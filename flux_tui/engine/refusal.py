"""Why an event is not let in."""

from __future__ import annotations

from typing import NamedTuple


class Refusal(NamedTuple):
    """HTTP's status and Flux's words: to an event that came alone, and to one of a batch.

    ``retry_after`` is in seconds, None where trying again leads to the same.
    """

    status: int
    words: str
    in_batch: str
    retry_after: int | None = None

    @property
    def is_for_now(self) -> bool:
        """Whether the same event may be let in later."""
        return self.retry_after is not None


def invalid(words: str) -> Refusal:
    """An event that breaks a rule of events."""
    return Refusal(400, words, f"validation failed: {words}")
