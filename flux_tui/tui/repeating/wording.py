"""What is said of repetitions: before they begin, while they run, when they are over."""

from __future__ import annotations

from collections.abc import Sequence

from flux_tui.client.templates.filled import Filled
from flux_tui.client.templates.filling import Moment
from flux_tui.client.templates.template import Template
from flux_tui.model.event import Event
from flux_tui.model.inline import name_text
from flux_tui.model.instant import NS
from flux_tui.model.printable import printable
from flux_tui.replica.query.literals import write_duration
from flux_tui.tui.composer.wording import plural, short
from flux_tui.tui.repeating.repetition import MOST_IN_A_ROW, Repetition
from flux_tui.tui.repeating.rhythm import Rhythm

SIGN = "↻"
"""Says of a line that something is being repeated."""

STOP = "app.stop-repeating"
"""The id of the key that ends all repetitions."""


ROUNDS_SHOWN = 3
"""Rounds of a template that are shown before they begin: so that one sees what goes on."""

PROPERTIES_SHOWN = 6
"""Properties of an event that are shown there."""


def name_of(events: Sequence[Event]) -> str:
    """What is repeated, printable: the entity, or how many events."""
    entity_id = events[0].entity_id if len(events) == 1 else None
    return plural(len(events), "event") if entity_id is None else name_text(entity_id, 24)


def template_name(template: Template) -> str:
    """What is repeated where that is a template, printable."""
    return f"the template {name_text(template.name, 24)}"


def explanation(name: str, *, is_refilled: bool) -> str:
    """What repeating means; ``name`` is printable."""
    what = (
        f"T{name[1:]} is filled in anew each time: now, new ids and counters go on."
        if is_refilled
        else f"{name}: what stands here now is published, each time as new events."
    )
    return (
        f"{what} It goes out at once and then again, also when this is closed, and the status bar "
        "says how to stop it."
    )


def first_rounds(filled: Filled, now_ms: int, every: float) -> list[str]:
    """What the first event of each of the first rounds says, every so many seconds; printable."""
    size = len(filled.template.events)
    lines = []
    for number in range(ROUNDS_SHOWN):
        moment = Moment(now_ms + round(number * every * 1000))
        event = filled.event(number * size, moment)
        entity = name_text(event.entity_id or "", 30)
        found = list((event.properties or {}).items())[:PROPERTIES_SHOWN]
        values = "  ".join(f"{name_text(name, 24)}={short(value)}" for name, value in found)
        lines.append(f"{number + 1}  {entity}  {values}")
    return lines


def rhythm_text(rhythm: Rhythm) -> str:
    """``every 5s``, ``every 500ms, 10 times``."""
    every = f"every {write_duration(round(rhythm.every * NS))}"
    return every if rhythm.times is None else f"{every}, {plural(rhythm.times, 'time')}"


def badge_texts(running: Sequence[Repetition], key: str) -> list[str]:
    """From the fullest wording to the shortest; each says how to stop it."""
    sent, failed = sum(one.sent for one in running), sum(one.failed for one in running)
    skipped = sum(one.skipped for one in running)
    stops = f"{key} stops"
    counts = [f"{sent:,} sent"]
    if failed:
        counts.append(f"{failed:,} failed")
    fuller = [*counts, plural(skipped, "round") + " left out"] if skipped else counts
    if len(running) == 1:
        name, rhythm = running[0].name, running[0].rhythm
        head = [f"{SIGN} {name} {rhythm_text(rhythm)}", f"{SIGN} {rhythm_text(rhythm)}"]
    else:
        head = [f"{SIGN} {len(running)} repeating"] * 2
    return [
        " · ".join([head[0], *fuller, stops]),
        " · ".join([head[1], *counts, stops]),
        " · ".join([SIGN + " " + counts[0], *counts[1:], stops]),
        f"{SIGN} {stops}",
    ]


def end_text(repetition: Repetition) -> str:
    """What a repetition has come to, printable."""
    rounds = plural(repetition.rounds, "round")
    counts = f"{repetition.sent:,} sent, {repetition.failed:,} failed"
    text = f"{SIGN} {repetition.name}: no longer repeated after {rounds}: {counts}"
    if repetition.skipped:
        text += f", {plural(repetition.skipped, 'round')} left out as the server was slow or away"
    if repetition.gave_up:
        why = printable(repetition.reason or "", limit=200)
        text += f". It stopped by itself, {MOST_IN_A_ROW} rounds in a row failed: {why}"
    return text
