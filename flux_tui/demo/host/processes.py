"""Processes: they come, use the machine, and go."""

from __future__ import annotations

import psutil

from flux_tui.demo.host.probes import MB, Readings, name_in_id, what_is_offered
from flux_tui.model.json import JsonObject

MOST = 120
"""Processes that are followed at once; the largest are taken first, and kept until they end."""


class Processes:
    """Follows processes from look to look; each keeps its id while it lives."""

    def __init__(self) -> None:
        self._followed: dict[int, tuple[str, psutil.Process]] = {}

    def __call__(self) -> Readings:
        """Those that are there now; an id that is missing from one look to the next has ended."""
        self._forget_ended()
        self._find_new()
        readings: Readings = {}
        for entity_id, process in self._followed.values():
            with what_is_offered():
                readings[entity_id] = _reading(process)
        return readings

    def _forget_ended(self) -> None:
        ended = [pid for pid, (_, process) in self._followed.items() if not process.is_running()]
        for pid in ended:
            del self._followed[pid]

    def _find_new(self) -> None:
        found: list[tuple[int, str, psutil.Process]] = []
        for process in psutil.process_iter():
            if process.pid not in self._followed:
                with what_is_offered():
                    size = process.memory_info().rss
                    if size:
                        found.append((size, process.name(), process))
        found.sort(key=lambda candidate: -candidate[0])
        for _, name, process in found[: max(0, MOST - len(self._followed))]:
            self._followed[process.pid] = (f"process-{name_in_id(name)}-{process.pid}", process)
            with what_is_offered():
                process.cpu_percent()


def _reading(process: psutil.Process) -> JsonObject:
    """One process; its share of a processor is that since the last look."""
    reading: JsonObject = {"pid": process.pid}
    with what_is_offered(), process.oneshot():
        reading["cpu_percent"] = round(process.cpu_percent(), 1)
        reading["memory_mb"] = round(process.memory_info().rss / MB, 1)
        reading["status"] = process.status()
        reading["threads"] = process.num_threads()
        reading["name"] = process.name()
        reading["user"] = process.username()
    return reading
