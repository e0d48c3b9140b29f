"""The campus, with everybody on stage."""

from __future__ import annotations

from random import Random

from flux_tui.demo.campus import agents, robots, sensors, services, stories
from flux_tui.demo.campus.campus import Campus
from flux_tui.demo.stage import Stage

SILENT = ("co2", 203)
"""The sensor that falls silent now and then; its rhythm is short enough to be missed soon."""

BREAKING = (("humidity", 303), ("temp", 102), ("power", 202), ("co2", 102))
"""The sensors whose probes break, one after the other; no story is told of them."""

UNHEARD = ("backup", "mail")
"""The services that fall silent, one after the other; no other needs them."""


def begin(random: Random) -> Stage:
    """A stage with the whole campus on it."""
    stage = Stage(random)
    campus = Campus(stage)
    board = robots.JobBoard(campus)
    stage.start(robots.orders(campus, board))
    for agent in campus.agents:
        stage.start(agents.lives(campus, agent))
    for sensor in campus.sensors:
        stage.start(sensors.reports(campus, sensor))
    for service in campus.services.values():
        stage.start(services.reports(campus, service))
    for robot in campus.robots:
        stage.start(robots.lives(campus, robot, board))
    stage.start(sensors.silences(campus, campus.sensor(*SILENT)))
    stage.start(sensors.breaks(campus, [campus.sensor(*probe) for probe in BREAKING]))
    stage.start(services.silences(campus, [campus.services[name] for name in UNHEARD]))
    stage.start(stories.told(campus))
    return stage
