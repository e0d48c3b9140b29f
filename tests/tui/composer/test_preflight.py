"""Preflight: what is said beforehand is what then happens."""

from __future__ import annotations

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.client.templates.secrets import Revealing
from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.entity import Entity
from flux_tui.model.event import Event, setting
from flux_tui.model.json import Json, same
from flux_tui.protocol.rules import MAX_SINGLE_BYTES
from flux_tui.replica.projection import project
from flux_tui.replica.scope import read_scope
from flux_tui.replica.world import World
from flux_tui.tui.composer.preflight import Effect, Preflight, Verdict
from tests.strategies import json_values, states


def world_of(state: dict[str, dict[str, Json]]) -> World:
    world = World()
    world.load(Entity(entity_id, properties, 1) for entity_id, properties in state.items())
    return world


def event(entity_id: str = "a", **properties: Json) -> Event:
    return setting("s", "me", entity_id, properties)


events = cast(
    "st.SearchStrategy[list[Event]]",
    st.lists(
        st.builds(
            setting,
            st.just("s"),
            st.just("me"),
            st.sampled_from(["a", "b-1", "c/d", "new"]),
            st.dictionaries(st.sampled_from([*"pqr", "__deleted__"]), json_values, max_size=3),
        ),
        max_size=5,
    ),
)


@given(states, events)
def test_the_state_after_is_the_one_foretold(
    state: dict[str, dict[str, Json]], events: list[Event]
) -> None:
    world = world_of(state)
    preflight = Preflight(world)
    forecasts = [preflight.judge(event) for event in events]
    for at, (said, happens) in enumerate(zip(forecasts, events, strict=True), 2):
        entity_id = happens.entity_id or ""
        before = dict(world.state().get(entity_id, {}))
        existed = entity_id in world
        for change in project(happens, at):
            world.apply(change)
        after = world.state().get(entity_id)
        match said.verdict:
            case Verdict.IGNORED | Verdict.NO_CHANGE:
                assert same(dict(after or {}), before)
            case Verdict.DELETES:
                assert after is None
            case Verdict.NEW | Verdict.RECREATES:
                assert not existed
                assert after is not None
            case _:
                assert existed
                assert not same(dict(after or {}), before)
        for found in said.properties:
            assert after is not None
            assert same(after[found.name], found.after)
            assert (found.effect is Effect.NEW) == (found.name not in before)


def test_a_new_entity_and_a_deleted_one_are_told_apart() -> None:
    world = world_of({"old": {"p": 1}})
    world.apply(EntityDeleted("old", 2))
    assert Preflight(world).judge(event("old", p=1)).verdict is Verdict.RECREATES
    assert Preflight(world).judge(event("never", p=1)).verdict is Verdict.NEW


def test_another_type_is_told_from_another_value() -> None:
    world = world_of({"a": {"n": 22, "m": 1, "z": None}})
    forecast = Preflight(world).judge(event(n="22", m=1.5, z=3, new=True))
    assert [found.effect for found in forecast.properties] == [
        Effect.TYPE_CHANGED,
        Effect.CHANGED,
        Effect.CHANGED,
        Effect.NEW,
    ]


@given(st.none() | st.text() | st.integers(), st.text(), st.text())
def test_what_is_foretold_of_the_environment_is_so_whatever_it_holds(
    before: Json, secret: str, more: str
) -> None:
    world = world_of({"a": {"p": before, "q": 1}})
    drafted = event(p=f"{{{{env:KEY}}}}{more}", q=1)
    foretold = Preflight(world, environment={"KEY"}).judge(drafted)
    sent = Preflight(world).judge(Revealing({"KEY": secret}).revealed(drafted))
    assert foretold.verdict in (Verdict.FROM_ENVIRONMENT, sent.verdict)
    assert foretold.properties[0].effect in (Effect.FROM_ENVIRONMENT, sent.properties[0].effect)
    assert foretold.verdict.is_sendable


@given(st.none() | st.text() | st.integers(), st.text(), st.booleans())
def test_a_secret_set_over_itself_is_no_change_whatever_it_is(
    before: Json, secret: str, deletes: bool
) -> None:
    world = world_of({"a": {"p": before}})
    again = [event(p=["{{env:KEY}}"], q="{{env:KEY}}")] * 2
    between = [event(__deleted__=True)] if deletes else []
    drafted = [again[0], *between, again[1]]
    foretold, sent = Preflight(world, environment={"KEY"}), Preflight(world)
    verdicts = [foretold.judge(one).verdict for one in drafted]
    happens = [sent.judge(Revealing({"KEY": secret}).revealed(one)).verdict for one in drafted]
    assert verdicts[1:] == happens[1:]
    assert verdicts[-1] is (Verdict.RECREATES if deletes else Verdict.NO_CHANGE)


def test_a_secret_over_another_or_over_what_came_between_is_from_the_environment() -> None:
    preflight = Preflight(world_of({"a": {"p": "x"}}), environment={"KEY", "OTHER"})
    for value in ("{{env:KEY}}", "{{env:OTHER}}", "{{env:KEY}}"):
        assert preflight.judge(event(p=value)).verdict is Verdict.FROM_ENVIRONMENT
    assert preflight.judge(event(p="between")).verdict is Verdict.CHANGES
    assert preflight.judge(event(p="{{env:KEY}}")).verdict is Verdict.FROM_ENVIRONMENT
    assert preflight.judge(event(p="{{env:KEY}}")).verdict is Verdict.NO_CHANGE


def test_only_what_a_template_wanted_is_set_from_the_environment() -> None:
    world = world_of({"a": {"p": "{{env:KEY}}", "q": [{"r": "x"}]}})
    typed = event(p="{{env:KEY}}")
    assert Preflight(world).judge(typed).verdict is Verdict.NO_CHANGE
    assert Preflight(world, environment={"OTHER"}).judge(typed).verdict is Verdict.NO_CHANGE
    wanted = Preflight(world, environment={"KEY"})
    assert wanted.judge(typed).verdict is Verdict.FROM_ENVIRONMENT
    assert wanted.judge(event(q=[{"r": "a {{env:KEY}}"}])).verdict is Verdict.FROM_ENVIRONMENT
    assert wanted.judge(event("b", p="{{env:KEY}}")).verdict is Verdict.NEW


def test_an_int_and_a_float_of_the_same_value_are_a_change() -> None:
    assert Preflight(world_of({"a": {"n": 1}})).judge(event(n=1.0)).verdict is Verdict.CHANGES


def test_events_of_a_batch_see_those_before_them() -> None:
    preflight = Preflight(World())
    judged = [event(p=1), event(p=1), event(p=2), event(__deleted__=True), event(p=2)]
    assert [preflight.judge(item).verdict for item in judged] == [
        Verdict.NEW,
        Verdict.NO_CHANGE,
        Verdict.CHANGES,
        Verdict.DELETES,
        Verdict.RECREATES,
    ]


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"stream": "A"}, "stream", "invalid stream format 'A': must be lowercase"),
        ({"stream": ""}, "stream", "stream is required"),
        ({"source": ""}, "source", "source is required"),
        ({"timestamp": 0}, "timestamp", "timestamp must be positive, got 0"),
    ],
)
def test_a_broken_rule_is_said_in_the_servers_words(
    wrong: dict[str, object], field: str, words: str
) -> None:
    forecast = Preflight(World()).judge(event(p=1)._replace(**wrong))  # type: ignore[arg-type]
    assert forecast.verdict is Verdict.REFUSED
    assert forecast.field == field
    assert words in (forecast.reason or "")


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"entity_id": 5, "properties": {}},
        {"entity_id": "a"},
        {"entity_id": "a", "properties": {}},
    ],
)
def test_what_the_server_would_ignore_is_said_with_why(payload: dict[str, Json]) -> None:
    forecast = Preflight(World()).judge(Event("s", "me", payload))
    assert forecast.verdict is Verdict.IGNORED
    assert forecast.reason


def test_an_event_above_the_servers_limit_is_too_large() -> None:
    big = Preflight(World()).judge(event(p="x" * MAX_SINGLE_BYTES))
    assert big.verdict is Verdict.TOO_LARGE
    almost = Preflight(World()).judge(event(p="x" * (MAX_SINGLE_BYTES - 500)))
    assert almost.verdict is Verdict.NEW


def test_of_what_is_not_opened_nothing_is_said_but_what_is_set() -> None:
    world = World(read_scope("lab/", None, None))
    world.apply(PropertySet("lab/1", "p", 1, 1))
    preflight = Preflight(world)
    assert preflight.judge(event("hall/1", p=1)).verdict is Verdict.OUTSIDE
    assert preflight.judge(event("hall/1", p=1)).verdict is Verdict.OUTSIDE
    assert preflight.judge(event("lab/2", p=1)).verdict is Verdict.NEW
    assert preflight.judge(event("lab/1", p=1)).verdict is Verdict.NO_CHANGE


def test_an_entity_that_a_query_leaves_out_may_exist() -> None:
    world = World(read_scope(None, None, "p>5"))
    assert Preflight(world).judge(event("any", p=1)).verdict is Verdict.OUTSIDE
