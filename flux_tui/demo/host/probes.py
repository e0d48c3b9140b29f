"""Probes: each looks at one side of this machine and says what it finds, entity by entity.

What a system does not offer (temperatures on macOS, batteries of servers) or does not show to this
user is left out.
"""

from __future__ import annotations

import os
import platform
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

import psutil

from flux_tui.model.json import JsonObject

Readings: TypeAlias = dict[str, JsonObject]
"""Properties by entity id."""

Probe: TypeAlias = Callable[[], Readings]

MB = 1_000_000
GB = 1_000_000_000

OK_PERCENT, FULL_PERCENT = 80.0, 95.0
"""Percent from which something is called busy or full."""


@contextmanager
def what_is_offered() -> Iterator[None]:
    """Go on without what this system does not have or does not show."""
    try:
        yield
    except (psutil.Error, OSError, AttributeError, NotImplementedError, RuntimeError):
        return


def _level(percent: float, *words: str) -> str:
    return words[0] if percent < OK_PERCENT else words[1] if percent < FULL_PERCENT else words[2]


def name_in_id(text: str) -> str:
    """A device's or a mount point's name as part of an id."""
    return re.sub(r"[^A-Za-z0-9._]+", "-", text).strip("-").lower() or "root"


def processors() -> Readings:
    """How busy each processor was since the last look."""
    return {
        f"cpu-{index:02}": {
            "status": _level(percent, "ok", "busy", "saturated"),
            "percent": percent,
        }
        for index, percent in enumerate(psutil.cpu_percent(percpu=True))
    }


def memory() -> Readings:
    """Memory and swap, in MB of a million bytes."""
    main = psutil.virtual_memory()
    readings: Readings = {
        "memory-main": {
            "status": _level(main.percent, "ok", "low", "critical"),
            "percent": main.percent,
            "used_mb": round((main.total - main.available) / MB),
            "available_mb": round(main.available / MB),
            "total_mb": round(main.total / MB),
        }
    }
    with what_is_offered():
        swap = psutil.swap_memory()
        readings["memory-swap"] = {
            "percent": swap.percent,
            "used_mb": round(swap.used / MB),
            "total_mb": round(swap.total / MB),
        }
    return readings


def machine() -> Readings:
    """The machine as a whole: its load, and since when it is up."""
    reading: JsonObject = {
        "system": f"{platform.system()} {platform.release()}",
        "processors": os.cpu_count(),
        "uptime_h": round((time.time() - psutil.boot_time()) / 3600, 1),
    }
    with what_is_offered():
        one, five, fifteen = psutil.getloadavg()
        reading["load"] = {"1m": round(one, 2), "5m": round(five, 2), "15m": round(fifteen, 2)}
    with what_is_offered():
        reading["users"] = len(psutil.users())
    return {f"host-{name_in_id(platform.node())}": reading}


def disks() -> Readings:
    """How full each mounted disk is, in GB of a billion bytes."""
    readings: Readings = {}
    for partition in psutil.disk_partitions(all=False):
        with what_is_offered():
            usage = psutil.disk_usage(partition.mountpoint)
            readings[f"disk-{name_in_id(partition.mountpoint)}"] = {
                "status": _level(usage.percent, "ok", "low", "full"),
                "percent": usage.percent,
                "free_gb": round(usage.free / GB, 1),
                "total_gb": round(usage.total / GB, 1),
                "device": partition.device,
                "type": partition.fstype,
            }
    return readings


def temperatures() -> Readings:
    """What is warm, in degrees Celsius, where the system tells."""
    readings: Readings = {}
    with what_is_offered():
        for chip, sensors in psutil.sensors_temperatures().items():
            for index, sensor in enumerate(sensors):
                name = name_in_id(f"{chip}-{sensor.label or index}")
                hot = sensor.high is not None and sensor.current >= sensor.high
                readings[f"temperature-{name}"] = {
                    "status": "hot" if hot else "ok",
                    "value": round(sensor.current, 1),
                    "unit": "celsius",
                }
    return readings


def battery() -> Readings:
    """The battery, where there is one."""
    with what_is_offered():
        state = psutil.sensors_battery()
        if state is not None:
            low = state.percent < 15 and not state.power_plugged
            return {
                "battery-main": {
                    "status": "low" if low else "ok",
                    "percent": round(state.percent),
                    "plugged": state.power_plugged,
                }
            }
    return {}


class Traffic:
    """What goes over the network and to the disks, a second, since the last look."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._at = monotonic()
        self._before = self._counters()

    def __call__(self) -> Readings:
        """Bytes a second in both directions, of each interface and of all disks."""
        now, counters = self._monotonic(), self._counters()
        passed = max(now - self._at, 0.001)
        readings: Readings = {}
        for entity_id, (incoming, outgoing, names) in counters.items():
            before = self._before.get(entity_id, (incoming, outgoing, names))
            readings[entity_id] = {
                names[0]: max(0, round((incoming - before[0]) / passed)),
                names[1]: max(0, round((outgoing - before[1]) / passed)),
            }
        self._at, self._before = now, counters
        return readings

    @staticmethod
    def _counters() -> dict[str, tuple[int, int, tuple[str, str]]]:
        counters: dict[str, tuple[int, int, tuple[str, str]]] = {}
        with what_is_offered():
            for name, network in psutil.net_io_counters(pernic=True).items():
                if network.bytes_recv or network.bytes_sent:
                    directions = ("received_bytes_per_s", "sent_bytes_per_s")
                    counters[f"network-{name_in_id(name)}"] = (
                        network.bytes_recv,
                        network.bytes_sent,
                        directions,
                    )
        with what_is_offered():
            disk = psutil.disk_io_counters()
            if disk is not None:
                directions = ("read_bytes_per_s", "written_bytes_per_s")
                counters["io-disks"] = (disk.read_bytes, disk.write_bytes, directions)
        return counters
