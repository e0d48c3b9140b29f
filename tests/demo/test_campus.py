"""The default world, watched for minutes of simulated time from several beginnings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise
from random import Random

import pytest

from flux_tui.demo.campus.scenario import SILENT, begin
from flux_tui.demo.stage import Act
from flux_tui.model.instant import NS
from flux_tui.model.json import Json, JsonObject, same
from flux_tui.replica.cadence.rhythm import Rhythm
from flux_tui.replica.condition import Condition, condition_of
from flux_tui.replica.grouping import group_of

MINUTES = 10
WINDOW = 4.0
"""Seconds in which something must be seen to happen."""

VISIBLE = 18
"""Rows of a small terminal's list."""

SEEDS = (1, 2, 3)


class Watched:
    """A world that was watched for some minutes, tenth of a second by tenth of a second."""

    def __init__(self, seed: int) -> None:
        stage = begin(Random(seed))
        self.acts: list[Act] = []
        self.changes: list[tuple[float, str]] = []
        self.ids: list[list[str]] = []
        self.seen: list[JsonObject] = []
        world: dict[str, JsonObject] = {}
        for tenth in range(MINUTES * 600):
            for act in stage.until(tenth / 10):
                self._apply(world, act)
            self.ids.append(sorted(world))

    def _apply(self, world: dict[str, JsonObject], act: Act) -> None:
        self.acts.append(act)
        if act.properties is None:
            del world[act.entity_id]
        else:
            known = world.setdefault(act.entity_id, {})
            if all(n in known and same(known[n], v) for n, v in act.properties.items()):
                return
            known.update(act.properties)
            self.seen.append({"id": act.entity_id, "at": act.at, **known})
        self.changes.append((act.at, act.entity_id))

    def changed(self, start: float) -> set[str]:
        """The ids that change in a window."""
        first = bisect_left(self.changes, (start, ""))
        last = bisect_right(self.changes, (start + WINDOW, ""))
        return {entity_id for _, entity_id in self.changes[first:last]}

    def history(self, entity_id: str, name: str) -> list[object]:
        """The values that a property had, without repetitions."""
        values = [seen.get(name) for seen in self.seen if seen["id"] == entity_id]
        return [v for v, before in zip(values, [None, *values], strict=False) if v != before]


@pytest.fixture(scope="module", params=SEEDS)
def watched(request: pytest.FixtureRequest) -> Watched:
    return Watched(request.param)


def test_there_are_always_sixty_entities_in_six_groups(watched: Watched) -> None:
    assert min(map(len, watched.ids)) >= 60
    for ids in watched.ids[::100]:
        assert len({group_of(entity_id) for entity_id in ids}) >= 6


def test_every_id_is_a_kind_and_a_name(watched: Watched) -> None:
    for ids in watched.ids[::100]:
        for entity_id in ids:
            kind, dash, name = entity_id.partition("-")
            assert kind.isalpha()
            assert dash
            assert name


@pytest.mark.parametrize("visible", [8, VISIBLE])
def test_at_least_five_visible_rows_change_in_any_four_seconds(
    watched: Watched, visible: int
) -> None:
    for tenth in range(MINUTES * 600 - 40):
        rows = watched.ids[tenth][:visible]
        assert len(watched.changed(tenth / 10).intersection(rows)) >= 5, tenth / 10


def test_it_is_calm_enough_to_be_read(watched: Watched) -> None:
    after_the_beginning = [at for at, _ in watched.changes if at > 0]
    assert 5 <= len(after_the_beginning) / (MINUTES * 60) <= 16


def test_many_sources_act_and_some_values_are_nested(watched: Watched) -> None:
    assert len({act.source for act in watched.acts}) >= 10
    assert any(isinstance(value, dict) for seen in watched.seen for value in seen.values())
    assert any(isinstance(value, list) for seen in watched.seen for value in seen.values())


def test_a_sensor_gets_hot_its_room_is_evacuated_and_somebody_comes(watched: Watched) -> None:
    incident = next(s for s in watched.seen if s.get("kind") == "overheating")
    sensor, room, agent = (str(incident[name]) for name in ("cause", "room", "assignee"))
    assert {"ok", "warm", "hot"} <= set(watched.history(sensor, "status"))
    assert "evacuated" in watched.history(room, "status")
    assert "responding" in watched.history(agent, "status")
    statuses = watched.history(str(incident["id"]), "status")
    assert statuses == ["alert", "failing", "recovering", "resolved"]


def test_trouble_of_a_service_travels_to_those_that_need_it_and_ends(watched: Watched) -> None:
    services = {act.entity_id for act in watched.acts if group_of(act.entity_id) == "service"}
    early = [s for s in watched.seen if s["id"] in services and float(str(s["at"])) < 240]
    sick = {str(s["id"]) for s in early if s["status"] != "healthy"}
    assert services & {s["caused_by"] for s in early}
    assert len(sick) >= 2
    for service in sick:
        assert "healthy" in watched.history(service, "status")[1:]


def test_one_sensor_falls_silent_and_comes_back(watched: Watched) -> None:
    reports = [act.at for act in watched.acts if act.entity_id == "sensor-{}-{}".format(*SILENT)]
    gaps = [after - before for before, after in pairwise(reports)]
    assert max(gaps) > 25
    assert Counter(gap < 12 for gap in gaps)[True] > 15


def test_some_sensor_fails_at_any_time_from_the_first_seconds_on(watched: Watched) -> None:
    statuses: dict[str, Json] = {}
    sensors = [a for a in watched.acts if group_of(a.entity_id) == "sensor" and a.properties]
    for act in sensors:
        if act.at > 5:
            assert "failing" in statuses.values(), act.at
        if act.properties and "status" in act.properties:
            statuses[act.entity_id] = act.properties["status"]
    assert any(act.properties == {"fault": None, "probe": "replaced"} for act in sensors)


def test_some_service_is_overdue_at_any_time_from_half_a_minute_on(watched: Watched) -> None:
    rhythms: dict[str, Rhythm] = {}
    reports = [(a.at, a.entity_id) for a in watched.acts if group_of(a.entity_id) == "service"]
    for at, service in reports:
        now = round(at * NS)
        if at > 30:
            heard = [rhythm for rhythm in rhythms.values() if rhythm.is_learned]
            assert any(now - rhythm.last > rhythm.overdue for rhythm in heard), at
        rhythms.setdefault(service, Rhythm(now)).report(now)


def test_rooms_which_people_come_to_when_they_come_are_seldom_called_silent(
    watched: Watched,
) -> None:
    rhythms: dict[str, Rhythm] = {}
    silences = 0
    for act in watched.acts:
        if group_of(act.entity_id) == "room":
            now = round(act.at * NS)
            rhythm = rhythms.setdefault(act.entity_id, Rhythm(now))
            silences += rhythm.is_learned and now - rhythm.last > rhythm.overdue
            rhythm.report(now)
    assert silences <= 3


def test_jobs_come_move_through_their_states_and_go(watched: Watched) -> None:
    deleted = [a.entity_id for a in watched.acts if a.properties is None and a.at < 300]
    jobs = [entity_id for entity_id in deleted if group_of(entity_id) == "job"]
    assert len(jobs) > 10
    for job in jobs:
        statuses = watched.history(job, "status")
        assert statuses[:3] == ["queued", "assigned", "moving"]
        assert statuses[-1] == "delivered"


def test_a_status_is_one_of_the_words_that_the_explorer_knows(watched: Watched) -> None:
    conditions = {condition_of(seen) for seen in watched.seen}
    assert conditions == set(Condition)


def test_the_same_beginning_leads_to_the_same_world() -> None:
    first, second = begin(Random(7)), begin(Random(7))
    assert first.until(60.0) == second.until(60.0)
