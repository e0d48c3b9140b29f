"""Which worlds there are to play."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Protocol

from flux_tui.demo.stage import Act
from flux_tui.errors import UsageError


class Performance(Protocol):
    """A scenario that is being played: it says what happened, and when to ask again."""

    @property
    def next_at(self) -> float:
        """Seconds after the beginning at which the next thing may happen."""

    def until(self, moment: float) -> list[Act]:
        """What happens up to ``moment`` and was not told yet; the first time the whole world."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A world to play: ``begin`` sets it up; ``blocking`` ones measure, and so may take a while."""

    name: str
    summary: str
    begin: Callable[[Random], Performance]
    blocking: bool = False


def _campus(random: Random) -> Performance:
    from flux_tui.demo.campus.scenario import begin

    return begin(random)


def _host(random: Random) -> Performance:
    from flux_tui.demo.host.scenario import begin

    return begin(random)


SCENARIOS: tuple[Scenario, ...] = (
    Scenario(
        "campus",
        "agents, robots, sensors and services of a research campus, and what goes wrong there",
        _campus,
    ),
    Scenario(
        "host",
        "this machine, measured: processors, memory, disks, network, processes that come and go",
        _host,
        blocking=True,
    ),
)
"""All of them, the default first."""


def find_scenario(name: str | None) -> Scenario:
    """One by its name, the default without one; raises UsageError."""
    if name is None:
        return SCENARIOS[0]
    for scenario in SCENARIOS:
        if scenario.name == name:
            return scenario
    known = ", ".join(scenario.name for scenario in SCENARIOS)
    raise UsageError(f"there is no scenario {name!r}; there are {known}")
