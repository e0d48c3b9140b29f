"""What is said of a series before it is made: who answers what, and what its events will do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flux_tui.client.templates.filling import Moment
from flux_tui.client.templates.series import ITS, Series
from flux_tui.errors import FluxTuiError
from flux_tui.model.inline import clock_text, moment_text, name_text
from flux_tui.model.instant import NS
from flux_tui.model.printable import printable
from flux_tui.protocol.events import read_event
from flux_tui.protocol.json_reading import read_json
from flux_tui.replica.query.literals import write_duration
from flux_tui.tui.composer.preflight import (
    Effect,
    Forecast,
    Preflight,
    PropertyForecast,
    Verdict,
)
from flux_tui.tui.composer.wording import SIGNS, effect_text, plural, short, summary

MOST_SHOWN = 8
"""Properties of an event that are shown before it is made."""

MOST_BEFORE = 20
"""Events before the last that are judged for it; a template may have thousands."""

_MS = NS // 1000


class Foreseen(NamedTuple):
    """One event before it is made, as a printable line; no ``entity`` where there is none."""

    line: str
    entity: str | None
    problem: str = ""


def answers_line(series: Series, *, utc: bool) -> str:
    """``{{id}} each one's own · {{n}} 1, 2 … 10 · {{time}} now``, printable."""
    parts = []
    if series.ids is not None:
        parts.append("{{id}} each one's own")
        parts += [f"{{{{{name}}}}} what it has there" for name in _its(series)]
    parts.append(f"{{{{n}}}} {_numbers(series)}")
    if series.times is None:
        parts.append("{{time}} now")
    else:
        first = moment_text(series.times.first * _MS, utc=utc)
        by = series.times.by
        step = f", then every {'-' if by < 0 else ''}{write_duration(abs(by) * _MS)}" if by else ""
        parts.append(f"{{{{time}}}} {first}{step}")
    return " · ".join(parts)


def foresee(series: Series, preflight: Preflight, moment: Moment, *, utc: bool) -> list[Foreseen]:
    """The first, the second and the last of its events, each as it will be in the batch.

    The last finds what the round before it has set: that is judged, too, and not shown.
    """
    width, last = len(f"{series.size:,}"), series.size - 1
    shown = {0, min(1, last), last}
    before = range(last - min(len(series.template.events), MOST_BEFORE), last)
    seen = {
        place: _foreseen(series, place, preflight, moment, f"{place + 1:>{width},}", utc=utc)
        for place in sorted({*shown, *(place for place in before if place > 0)})
    }
    return [seen[place] for place in sorted(shown)]


def size_line(series: Series, seen: Sequence[Foreseen]) -> str:
    """How many there will be, and where they go."""
    events = plural(series.size, "event")
    first, last = seen[0].entity, seen[-1].entity
    alike = series.size > 1 and first is not None and first == last
    if alike and series.times is None:
        whose = name_text(first or "", 30)
        return f"{events}, all about {whose}: {{{{id}}}} or {{{{n}}}} in its id makes them differ"
    they = "it goes" if series.size == 1 else "they go"
    return f"{events}: {they} into the batch, which sends nothing by itself"


def _foreseen(
    series: Series, place: int, preflight: Preflight, moment: Moment, number: str, *, utc: bool
) -> Foreseen:
    try:
        event = read_event(read_json(series.event(place, moment)))
    except FluxTuiError as error:
        problem = printable(str(error), limit=200)
        return Foreseen(f"{number}  ✗ {problem}", None, problem)
    forecast = preflight.judge(event)
    entity = name_text(event.entity_id or "", 30)
    at = event.timestamp
    when = "" if series.times is None or at is None else f"{clock_text(at * _MS, utc=utc)}  "
    line = f"{number}  {SIGNS[forecast.verdict]} {entity}  {when}{_what(forecast)}"
    return Foreseen(line, event.entity_id)


def _what(forecast: Forecast) -> str:
    """What it will do, with the values that it sets."""
    if forecast.verdict not in (Verdict.CHANGES, Verdict.NO_CHANGE):
        return summary(forecast)
    return "  ".join(_property_text(found) for found in forecast.properties[:MOST_SHOWN])


def _property_text(found: PropertyForecast) -> str:
    name = name_text(found.name, 40)
    if found.effect in (Effect.CHANGED, Effect.TYPE_CHANGED):
        return f"{name} {effect_text(found)}"
    return f"{name}={short(found.after)}"


def _numbers(series: Series) -> str:
    steps, rounds = series.numbers, series.rounds
    first = [str(steps.at(place)) for place in range(min(rounds, 2))]
    last = f" … {steps.at(rounds - 1)}" if rounds > 2 else ""
    return ", ".join(first) + last


def _its(series: Series) -> list[str]:
    names = [p.name for p in series.template.prompts if p.name.startswith(ITS)]
    return [name_text(name, 30) for name in names[:3]]
