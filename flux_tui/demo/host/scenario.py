"""The machine as a world: probes in their rhythms, and what they found told where it changed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from flux_tui.demo.host import probes
from flux_tui.demo.host.probes import Probe
from flux_tui.demo.host.processes import Processes
from flux_tui.demo.stage import Act
from flux_tui.model.json import JsonObject, same

WARM_UP = 0.3
"""Seconds until the first look of a probe that measures what happened since the look before."""


@dataclass(slots=True)
class Watch:
    """A probe, how it signs, and every how many seconds it looks."""

    name: str
    probe: Probe
    rhythm: float
    due: float = 0.0


class Host:
    """This machine; asking it blocks for as long as the probes take."""

    def __init__(self, watches: list[Watch]) -> None:
        self._watches = watches
        self._known: dict[str, dict[str, JsonObject]] = {watch.name: {} for watch in watches}

    @property
    def next_at(self) -> float:
        """When the next probe is due, in seconds after the beginning."""
        return min(watch.due for watch in self._watches)

    def until(self, moment: float) -> list[Act]:
        """What the probes that are due find changed since they last looked."""
        acts: list[Act] = []
        for watch in self._watches:
            if watch.due <= moment:
                acts += self._look(watch, moment)
                watch.due = max(watch.due + watch.rhythm, moment)
        return acts

    def _look(self, watch: Watch, moment: float) -> list[Act]:
        stream, source = f"host.{watch.name}", f"probe-{watch.name}"
        known, found = self._known[watch.name], watch.probe()
        gone = [entity_id for entity_id in known if entity_id not in found]
        acts = [Act(moment, stream, source, entity_id, None) for entity_id in gone]
        for entity_id, reading in found.items():
            changed = _changed(known.get(entity_id, {}), reading)
            if changed:
                acts.append(Act(moment, stream, source, entity_id, changed))
        self._known[watch.name] = found
        return acts


def _changed(before: JsonObject, now: JsonObject) -> JsonObject:
    return {
        name: value
        for name, value in now.items()
        if name not in before or not same(before[name], value)
    }


def begin(random: Random) -> Host:
    """The machine with all its probes; there is nothing random about it."""
    probes.processors()
    return Host(
        [
            Watch("processors", probes.processors, 1.0, due=WARM_UP),
            Watch("traffic", probes.Traffic(), 1.0, due=WARM_UP),
            Watch("memory", probes.memory, 1.5),
            Watch("processes", Processes(), 2.0),
            Watch("machine", probes.machine, 5.0),
            Watch("temperatures", probes.temperatures, 5.0),
            Watch("disks", probes.disks, 10.0),
            Watch("battery", probes.battery, 10.0),
        ]
    )
