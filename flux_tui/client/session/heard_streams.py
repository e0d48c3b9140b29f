"""The streams that others write to, as far as anything names them: a world does not keep them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from flux_tui.model.event import DELETIONS_STREAM

MOST = 200
"""Streams that are remembered; the one met first goes first."""

LONGEST = 200
"""Characters of a stream that anybody would write to by hand."""


class HeardStreams:
    """Remembers streams, each once; to hear one again costs next to nothing."""

    def __init__(self) -> None:
        self._known: dict[str, None] = {}

    def __iter__(self) -> Iterator[str]:
        """Those met last come first."""
        return reversed([*self._known])

    def hear_some(self, streams: Iterable[str]) -> None:
        """The first few of what may be very many."""
        for stream in islice(streams, MOST):
            self.hear(stream)

    def hear(self, stream: str) -> None:
        """Something was written to a stream; that of deletions is nobody's to write to."""
        if stream in self._known or stream == DELETIONS_STREAM or len(stream) > LONGEST:
            return
        self._known[stream] = None
        if len(self._known) > MOST:
            del self._known[next(iter(self._known))]
