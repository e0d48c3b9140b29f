"""What the events of an entity did is what a World would have seen them do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import PropertySet
from flux_tui.model.event import Event
from flux_tui.model.json import same
from flux_tui.replica.outcome import Kind, Outcome
from flux_tui.replica.past.entity_history import EntityHistory
from flux_tui.replica.past.steps import Step, StepKind, Was
from flux_tui.replica.projection import project
from flux_tui.replica.world import World
from tests.replica.past.events import event, pasts, tombstone


def seen_by_a_world(events: list[Event]) -> tuple[World, list[Outcome]]:
    """Apply events in turn; every outcome."""
    world, outcomes = World(), list[Outcome]()
    world.observe(outcomes.extend)
    for at, one in enumerate(events):
        world.apply_all(project(one, at))
    return world, outcomes


def of(events: list[Event]) -> EntityHistory:
    history = EntityHistory()
    history.append(events)
    return history


@given(pasts)
def test_every_step_is_what_a_world_saw(events: list[Event]) -> None:
    _, outcomes = seen_by_a_world([tombstone(-1), *events])
    sets = [o for o in outcomes if isinstance(o.change, PropertySet)]
    steps = [s for s in of([tombstone(-1), *events]).steps if s.name]
    assert len(steps) == len(sets)
    for step, outcome in zip(steps, sets, strict=True):
        assert isinstance(outcome.change, PropertySet)
        assert step.event.event_id == outcome.change.event_id
        assert step.name == outcome.change.property
        assert same(step.value, outcome.change.value)
        assert (step.was is Was.VALUE) == outcome.had
        assert same(step.before, outcome.before)
        assert (step.kind is StepKind.REPEATED) == (outcome.kind is Kind.REPEATED)


@given(pasts, st.data())
def test_it_is_the_same_however_it_has_grown(events: list[Event], data: st.DataObject) -> None:
    history = EntityHistory()
    low = high = data.draw(st.integers(0, len(events)))
    while low > 0 or high < len(events):
        if data.draw(st.booleans()):
            start = data.draw(st.integers(0, low))
            history.prepend(events[start:low])
            low = start
        else:
            end = data.draw(st.integers(high, len(events)))
            history.append(events[high:end])
            high = end
    whole = of(events)
    assert list(history.events) == events
    assert list(map(repr, history.steps)) == list(map(repr, whole.steps))
    names = {step.name for step in whole.steps}
    assert repr(history.blame(names)) == repr(whole.blame(names))


@given(pasts, st.data())
def test_what_was_seen_to_happen_is_known_though_the_events_before_it_are_not(
    events: list[Event], data: st.DataObject
) -> None:
    _, outcomes = seen_by_a_world([tombstone(-1), *events])
    first = data.draw(st.integers(0, len(events)))
    history = of(events[first:])
    history.witness(outcomes)
    whole = [s for s in of([tombstone(-1), *events]).steps if s.event in events[first:] and s.name]
    assert list(map(repr, (s for s in history.steps if s.name))) == list(map(repr, whole))


def test_what_came_under_an_id_that_another_event_has_too_tells_nothing_of_that() -> None:
    first, second = event(1, p="a"), event(2, p="b")._replace(event_id=event(1).event_id)
    _, outcomes = seen_by_a_world([first, second])
    history = of([first])
    history.witness(outcomes)
    (step,) = history.steps
    assert step.was is Was.UNKNOWN


@given(pasts)
def test_blame_names_the_event_of_the_last_real_change(events: list[Event]) -> None:
    world, outcomes = seen_by_a_world(events)
    record = world.get("e")
    names = set(record.properties) if record else {"p"}
    blame = of(events).blame(names)
    assert set(blame) == (names if record else set())
    for name, (step, certain) in blame.items():
        changes = [
            o.change.event_id
            for o in outcomes
            if isinstance(o.change, PropertySet)
            and o.change.property == name
            and o.kind is not Kind.REPEATED
        ]
        assert step.event.event_id == changes[-1]
        assert certain == (step.was is not Was.UNKNOWN)


@given(pasts, pasts)
def test_nothing_is_concluded_across_a_gap(before: list[Event], after: list[Event]) -> None:
    grown_down, grown_up = of(after), of(before)
    grown_down.prepend_gap()
    grown_down.prepend(before)
    grown_up.append(after, after_gap=True)

    def own_steps(history: EntityHistory) -> list[str]:
        return [repr(step) for step in history.steps if step.kind is not StepKind.MISSING]

    alone = own_steps(of(before)) + own_steps(of(after))
    assert own_steps(grown_down) == alone
    assert own_steps(grown_up) == alone
    if before and after:
        assert grown_down.gaps == grown_up.gaps == 1
        assert grown_down.steps == grown_up.steps
        assert list(grown_down.oldest(99)) == before
        assert list(grown_down.newest(99)) == after


@given(pasts, pasts)
def test_a_step_keeps_its_number(older: list[Event], newer: list[Event]) -> None:
    history = of(newer)
    numbers = range(history.first, history.first + len(history.steps))
    before = [history.step(number).event for number in numbers]
    history.prepend(older)
    assert [history.step(number).event for number in numbers] == before


def test_what_was_before_the_first_known_event_is_not_known() -> None:
    (step,) = of([event(1, p=2)]).steps
    assert step == Step(event(1, p=2), StepKind.SET, "p", 2, None, Was.UNKNOWN)
    assert of([event(1, p=2)]).blame({"p", "q"}) == {"p": (step, False)}


def test_an_older_event_makes_a_change_a_repetition_or_certain() -> None:
    history = of([event(5, p=2, q=3)])
    history.prepend([event(4, p=2, q=0)])
    assert [step.kind for step in history.steps][2:] == [StepKind.REPEATED, StepKind.SET]
    blame = history.blame({"p", "q"})
    assert (blame["p"].step.event, blame["p"].certain) == (event(4, p=2, q=0), False)
    assert (blame["q"].step.event, blame["q"].certain) == (event(5, p=2, q=3), True)
