"""Undo of events from a history: what stood before each is known, or is said not to be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.event import DELETED, Event, setting
from flux_tui.model.json import JsonObject
from flux_tui.replica.past.entity_history import EntityHistory
from flux_tui.replica.undo.before import Before, Deed
from flux_tui.replica.undo.past import deeds_of
from tests.replica.undo.deeds import PROPERTIES, apply, choose_all, equal, plan_of, undo, world_of

TOMBSTONE: JsonObject = {DELETED: True}
happened = st.lists(
    st.builds(lambda p: setting("lab", "me", "a", p), PROPERTIES | st.just(TOMBSTONE)), max_size=8
)


def deeds(history: EntityHistory, events: list[Event]) -> list[Deed]:
    wanted = {id(event) for event in events}
    return [deed for deed in deeds_of(history.steps, wanted) if deed is not None]


@given(happened, happened)
def test_a_range_up_to_the_newest_is_undone_exactly(before: list[Event], done: list[Event]) -> None:
    beginning = setting("lab", "me", "a", TOMBSTONE)
    history = EntityHistory()
    history.append([beginning, *before, *done])
    world = world_of({})
    apply(world, before)
    state = {entity_id: dict(values) for entity_id, values in world.state().items()}
    apply(world, done)
    undo(world, choose_all(plan_of(world, deeds(history, done))))
    assert equal(world.state(), state)


@given(happened, st.integers(0, 8))
def test_it_is_the_same_in_whichever_order_the_history_was_read(
    events: list[Event], cut: int
) -> None:
    forward, backward = EntityHistory(), EntityHistory()
    forward.append(events)
    backward.append(events[cut:])
    backward.prepend(events[:cut])
    assert deeds(forward, events) == deeds(backward, events)


def test_what_was_before_the_first_known_event_is_not_guessed() -> None:
    history = EntityHistory()
    event = setting("lab", "me", "a", {"p": 2})
    history.append([event])
    assert deeds(history, [event]) == [Deed(event, Before(None))]


def test_what_was_deleted_is_known_as_far_as_its_events_are() -> None:
    history = EntityHistory()
    first, gone = setting("lab", "me", "a", {"p": 2}), setting("lab", "me", "a", TOMBSTONE)
    history.append([first, gone])
    assert deeds(history, [gone]) == [Deed(gone, Before(True, {"p": 2}, whole=False))]


def test_where_events_may_be_missing_nothing_is_known() -> None:
    history = EntityHistory()
    first, second = setting("lab", "me", "a", {"p": 1}), setting("lab", "me", "a", {"p": 2})
    history.append([first])
    history.append([second], after_gap=True)
    assert deeds(history, [second])[0].before.there is None
