"""Which steps are shown is what was typed, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.event import Event, setting
from flux_tui.replica.past.entity_history import EntityHistory
from flux_tui.replica.past.steps import StepKind
from flux_tui.tui.history.selection import Selection
from tests.replica.past.events import pasts


def history() -> EntityHistory:
    """Three sources, two properties, one repetition."""
    past = EntityHistory()
    past.append(
        [
            setting("lab", "agent-a", "e", {"temperature": 1, "unit": "C"}),
            setting("lab", "Agent-B", "e", {"temperature": 1}),
            setting("lab", "unit-7", "e", {"temperature": 2}),
        ]
    )
    return past


def shown(selection: Selection) -> list[tuple[str, str]]:
    past = history()
    return [(past.step(n).event.source, past.step(n).name) for n in selection.numbers(past)]


def test_without_words_all_that_changed_something_is_shown() -> None:
    assert shown(Selection()) == [
        ("agent-a", "temperature"),
        ("agent-a", "unit"),
        ("unit-7", "temperature"),
    ]


def test_a_word_is_looked_for_in_properties_and_sources_in_any_case() -> None:
    assert shown(Selection("UNIT")) == [("agent-a", "unit"), ("unit-7", "temperature")]
    assert shown(Selection("agent temp", repeats=True)) == [
        ("agent-a", "temperature"),
        ("Agent-B", "temperature"),
    ]


def test_behind_an_at_it_is_looked_for_in_sources_alone() -> None:
    assert shown(Selection("@unit")) == [("unit-7", "temperature")]
    assert shown(Selection("@")) == shown(Selection())


@given(pasts, st.text("pqr@t es", max_size=6), st.booleans())
def test_what_is_narrowed_is_a_part_of_what_is_shown_without(
    events: list[Event], text: str, repeats: bool
) -> None:
    past = EntityHistory()
    past.append(events)
    narrowed = Selection(text, repeats).numbers(past)
    everything = Selection("", True).numbers(past)
    assert everything == list(range(past.first, past.first + len(past.steps)))
    assert set(narrowed) <= set(everything)
    assert narrowed == sorted(narrowed)
    if not repeats:
        assert all(past.step(number).kind is not StepKind.REPEATED for number in narrowed)
