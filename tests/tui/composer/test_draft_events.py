"""Events that share runs with those of other texts are a list like any other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.tui.composer.batch.draft_events import MANY_RUNS, DraftEvent, DraftEvents

edits = st.tuples(st.floats(0, 1), st.floats(0, 1), st.integers(-3, 3), st.integers(0, 2))
"""From where to where events are gone, by what those behind are moved, how many come."""


def event(at: int) -> DraftEvent:
    return DraftEvent(at, at + 1, at, None, "none")


def moved(draft: DraftEvent, shift: int) -> DraftEvent:
    return draft._replace(start=draft.start + shift, end=draft.end + shift, line=draft.line + shift)


def edited(
    before: DraftEvents, model: list[DraftEvent], edit: tuple[float, float, int, int]
) -> tuple[DraftEvents, list[DraftEvent]]:
    """The events after an edit, and the list that they are to be."""
    first, last = sorted(round(share * len(model)) for share in edit[:2])
    shift, come = edit[2], [event(1000 + n) for n in range(edit[3])]
    after = DraftEvents()
    after.take(before, 0, first)
    for draft in come:
        after.append(draft)
    after.take(before, last, len(before), shift=shift, lines=shift)
    return after, [*model[:first], *come, *(moved(draft, shift) for draft in model[last:])]


@given(st.integers(0, 1200), st.lists(edits, max_size=6), st.integers(-5, 5), st.integers(-5, 5))
def test_after_any_edits_they_are_the_list_that_they_stand_for(
    count: int, changes: list[tuple[float, float, int, int]], first: int, last: int
) -> None:
    found, model = DraftEvents(), [event(at) for at in range(count)]
    for draft in model:
        found.append(draft)
    texts = [(found, list(model))]
    for edit in changes:
        found, model = edited(found, model, edit)
        texts.append((found, model))
    for events, expected in texts:
        assert len(events) == len(expected)
        assert list(events) == events[:] == expected
        assert events[first:last] == expected[first:last]
        assert events[::-2] == expected[::-2]
        assert [events[place] for place in range(0, len(expected), 97)] == expected[::97]
        assert events[-1:] == ([events[-1]] if expected else [])


def test_many_runs_become_one_and_say_the_same() -> None:
    found, model = DraftEvents(), [event(at) for at in range(2000)]
    for draft in model:
        found.append(draft)
    for number in range(MANY_RUNS):
        found, model = edited(found, model, (number / MANY_RUNS, number / MANY_RUNS, 1, 1))
    before = list(found)
    steps = sum(1 for _ in found.settle())
    assert steps > 1
    assert list(found) == before == model
    assert not list(found.settle()), "they are one run now"
