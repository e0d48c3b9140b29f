"""Sensors: they drift, get hot, fail and recover, and sometimes fall silent."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

from flux_tui.demo.campus.campus import Campus, Sensor
from flux_tui.demo.stage import Life
from flux_tui.model.json import JsonObject

PULL = 0.18
"""How much of the way to its target a value goes at each report."""

HURRIED_PULL = 0.09
"""The same for a sensor that reports in a hurry: what happens is to be watched."""

HURRY = 1.4
"""Seconds between two reports of a sensor that has something to tell."""

WARM, HOT = 28.0, 34.0
"""Degrees from which a temperature is called so."""

STUFFY, STALE = 900.0, 1200.0
"""Parts of carbon dioxide in a million from which air is called so."""

BREATH = 130.0
"""Parts in a million that each person in a room adds."""

BREAKS_AT = 2.5
"""Seconds after which the first probe breaks: it has reported by then."""

BROKEN = (70.0, 95.0)
"""Seconds that a broken probe waits for somebody who mends it."""

FAULTS = ("no signal from the probe", "probe is out of its range", "checksum does not match")
"""What a broken probe says of itself."""

OVERLAP = 6.0
"""Seconds from the breaking of a probe to the mending of the one before it."""

FAULT = 0.004
"""How likely a report is to be the first of a passing fault."""


def reports(campus: Campus, sensor: Sensor) -> Life:
    """A sensor's life: it reports in its own rhythm, faster while something happens."""
    yield campus.random.uniform(0.2, sensor.spec.rhythm)
    while True:
        if sensor.fault is not None:
            sensor.set({"status": "failing", "fault": sensor.fault})
        elif not sensor.muted:
            if not sensor.hurried and campus.random.random() < FAULT:
                yield from _fault(campus, sensor)
            else:
                sensor.set(_reading(campus, sensor))
        rhythm = min(sensor.spec.rhythm, HURRY) if sensor.hurried else sensor.spec.rhythm
        yield rhythm * campus.random.uniform(0.97, 1.03)


def _reading(campus: Campus, sensor: Sensor) -> JsonObject:
    spec = sensor.spec
    target = sensor.target
    if spec.kind == "co2":
        target += BREATH * len(campus.rooms[spec.room].occupants)
    pull = HURRIED_PULL if sensor.hurried else PULL
    sensor.value += pull * (target - sensor.value) + campus.random.gauss(0.0, spec.wander)
    digits = 1 if spec.usual < 1000 and spec.kind in ("temp", "humidity") else 0
    value = round(sensor.value, digits) if digits else round(sensor.value)
    reading: JsonObject = {"value": value}
    status = condition(spec.kind, sensor.value)
    if status != sensor.properties["status"]:
        reading["status"] = status
    if campus.random.random() < 0.02:
        reading["battery"] = _battery(sensor)
    return reading


def condition(kind: str, value: float) -> str:
    """What a value means."""
    match kind:
        case "temp":
            return "hot" if value >= HOT else "warm" if value >= WARM else "ok"
        case "co2":
            return "alert" if value >= STALE else "warn" if value >= STUFFY else "ok"
        case _:
            return "ok"


def _battery(sensor: Sensor) -> int:
    left = sensor.properties["battery"]
    return max(5, left - 1) if isinstance(left, int) else 100


def _fault(campus: Campus, sensor: Sensor) -> Life:
    """A passing fault: no value for a while, then a restart."""
    sensor.set({"status": "failing", "value": None, "fault": "no signal from the probe"})
    yield campus.random.uniform(8.0, 14.0)
    if sensor.fault is not None:
        return
    sensor.set({"status": "restarting", "fault": None})
    yield campus.random.uniform(3.0, 5.0)


def breaks(campus: Campus, probes: Sequence[Sensor]) -> Life:
    """One probe is broken at any time: the next breaks just before the one before it is mended."""
    yield BREAKS_AT
    before: Sensor | None = None
    for probe in cycle(probes):
        probe.fault = campus.random.choice(FAULTS)
        probe.set({"status": "failing", "value": None, "fault": probe.fault})
        yield OVERLAP
        if before is not None:
            before.fault = None
            before.set({"fault": None, "probe": "replaced"}, by=campus.free_agent().id)
        before = probe
        yield campus.random.uniform(*BROKEN)


def silences(campus: Campus, sensor: Sensor) -> Life:
    """One sensor that falls silent for half a minute now and then, and is found by an agent."""
    yield 14.0
    while True:
        sensor.muted = True
        yield campus.random.uniform(30.0, 38.0)
        sensor.muted = False
        sensor.set({"status": "recovering", "battery": 100})
        yield campus.random.uniform(70.0, 100.0)
