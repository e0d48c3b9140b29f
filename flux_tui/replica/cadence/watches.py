"""Who is to be looked at when, by whole monotonic seconds: nobody is moved when they report."""

from __future__ import annotations

import heapq


class Watches:
    """Names by the second at which they are due, the soonest first."""

    def __init__(self) -> None:
        self._seconds: list[int] = []
        self._due: dict[int, list[str]] = {}

    def add(self, name: str, at: float) -> int:
        """Look at one at ``at``, or up to a second later; the answer is that second."""
        second = int(at) + 1
        if second in self._due:
            self._due[second].append(name)
        else:
            self._due[second] = [name]
            heapq.heappush(self._seconds, second)
        return second

    def due(self, now: float, most: int) -> list[tuple[int, str]]:
        """Take out those who are to be looked at by now, the most urgent if there are many.

        Each comes with the second that it was due at.
        """
        due: list[tuple[int, str]] = []
        while self._seconds and self._seconds[0] <= now and len(due) < most:
            second = self._seconds[0]
            waiting = self._due[second]
            taken = waiting[len(due) - most :]
            del waiting[len(due) - most :]
            due += [(second, name) for name in taken]
            if not waiting:
                del self._due[heapq.heappop(self._seconds)]
        return due
