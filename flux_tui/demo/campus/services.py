"""Services: load and latency wander; trouble travels along what they need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import cycle

from flux_tui.demo.campus.campus import Campus, Service
from flux_tui.demo.stage import Life
from flux_tui.model.json import JsonObject

FIRST_SILENCE = 18.0
"""Seconds after which the first of them falls silent: by then its rhythm is known also to who opens
the explorer on a slow machine. Its rhythm takes 10 s to learn, its silence 9 s to see."""

SILENCE = (240.0, 270.0)
"""Seconds that one says nothing: whoever looks finds it so."""

RELIEF = 30.0
"""Seconds that two are silent at once: the next is missed before the one before it is back."""

SPREAD = 2.2
"""Seconds after which a service feels that one it needs is unwell, on the average."""


def reports(campus: Campus, service: Service) -> Life:
    """A service's life as its monitor sees it."""
    spec = service.spec
    yield campus.random.uniform(0.5, 5.0)
    while True:
        if not service.muted and service.trouble != "down":
            slow = campus.random.uniform(5.0, 9.0) if service.trouble == "degraded" else 1.0
            latency = spec.latency * slow * campus.random.lognormvariate(0.0, 0.12)
            load = spec.load * campus.random.lognormvariate(0.0, 0.08) / slow**0.4
            service.set({"latency_ms": round(latency, 1), "requests_per_s": round(load, 1)})
        yield campus.random.uniform(*spec.rhythm)


def silences(campus: Campus, services: Sequence[Service]) -> Life:
    """Nothing is heard of one service for minutes, then of the next: of one it is always so."""
    yield FIRST_SILENCE
    before: Service | None = None
    for service in cycle(services):
        service.muted = True
        yield RELIEF
        if before is not None:
            before.muted = False
        before = service
        yield campus.random.uniform(*SILENCE)


def fall(service: Service, trouble: str, cause: str) -> None:
    """Something goes wrong with a service: ``down`` or ``degraded``, because of ``cause``."""
    service.trouble = trouble
    changes: JsonObject = {"status": trouble, "caused_by": cause}
    if trouble == "down":
        changes |= {"latency_ms": None, "requests_per_s": 0.0}
    service.set(changes)


def recover(service: Service) -> None:
    """It is well again."""
    service.trouble = None
    service.set({"status": "healthy", "caused_by": None, "latency_ms": service.spec.latency})


def dependents(campus: Campus, service: Service) -> list[Service]:
    """The services that cannot work without one, directly."""
    return [other for other in campus.services.values() if service.spec.name in other.spec.needs]


def spreading(campus: Campus, sick: Iterable[Service], fallen: list[Service]) -> Life:
    """Trouble goes from service to service, nearest first; ``fallen`` collects who is reached."""
    wave = list(sick)
    while wave:
        following: list[Service] = []
        for service in wave:
            for other in dependents(campus, service):
                if other.trouble is None:
                    yield SPREAD * campus.random.uniform(0.6, 1.4)
                    fall(other, "degraded", service.id)
                    fallen.append(other)
                    following.append(other)
        wave = following


def recovering(campus: Campus, fallen: Iterable[Service]) -> Life:
    """They come back in the order in which they fell, causes before effects."""
    for service in fallen:
        recover(service)
        yield campus.random.uniform(1.0, 2.0)
