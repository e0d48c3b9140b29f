"""What the composer says: forecasts and receipts as short, printable text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from textual.content import Content

from flux_tui.client import Receipt, Step
from flux_tui.client.remedies import with_remedy
from flux_tui.model.inline import json_text, name_text, value_text
from flux_tui.model.json import Json, kind_of
from flux_tui.model.printable import printable
from flux_tui.tui.composer.delivering.times import Times, Took
from flux_tui.tui.composer.preflight import Effect, Forecast, PropertyForecast, Verdict

SIGNS = {
    Verdict.NONE: "✗",
    Verdict.REFUSED: "✗",
    Verdict.TOO_LARGE: "✗",
    Verdict.IGNORED: "!",
    Verdict.REPEATS: "!",
    Verdict.DELETES: "−",
    Verdict.NO_CHANGE: "=",
    Verdict.OUTSIDE: "~",
    Verdict.FROM_ENVIRONMENT: "~",
    Verdict.CHANGES: "~",
    Verdict.RECREATES: "+",
    Verdict.NEW: "+",
}
"""What says the verdict without colour."""

STYLES = {"✗": "$text-error", "!": "$text-warning", "+": "$text-success", "●": "$text-success"}
"""The colour of a sign; the others have the text's own."""

LOOKS = {"✗": "bad", "?": "bad", "!": "doubtful", "+": "good", "●": "good"}
"""The part of a table's looks in which a sign is shown; the others have the text's own."""

STEP_SIGNS = {
    Step.WAITING: "○",
    Step.SENT: "◌",
    Step.ACCEPTED: "◐",
    Step.MATERIALISED: "●",
    Step.FAILED: "✗",
    Step.UNSEEN: "!",
    Step.UNKNOWN: "?",
}
"""How far an event has come, without colour."""

_READS_OTHERWISE = re.compile(
    r"""|\s.*|.*\s|["{\[].*|true|false|null|-?\d+(\.\d*)?([eE][+-]?\d+)?""", re.DOTALL
)
"""Text that, without quotes, would be taken for another value, or for nothing."""

LONGEST_VALUE = 24
"""Characters of a value where two stand beside each other."""

MOST_SAID = 8
"""Properties of an event that are named on one line."""

LONG = 10_000
"""Milliseconds from which on seconds are told."""

MANY = 20
"""Receipts from which on it is said how long the slowest took."""


def plural(count: int, one: str, many: str | None = None) -> str:
    """``1 event``, ``2 events``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def short(value: Json, limit: int = LONGEST_VALUE) -> str:
    """A value as it looks in a forecast, text that could be another type in quotes."""
    if isinstance(value, str) and _READS_OTHERWISE.fullmatch(value):
        return json_text(value, limit)
    return value_text(value, limit)


def effect_text(found: PropertyForecast) -> str:
    """What will become of one property: ``22.5 → 31``."""
    match found.effect:
        case Effect.NEW:
            return "new"
        case Effect.SAME:
            return "no change"
        case Effect.FROM_ENVIRONMENT:
            return f"from the environment, was {short(found.before)}"
        case Effect.CHANGED:
            return f"{short(found.before)} → {short(found.after)}"
        case Effect.TYPE_CHANGED:
            types = f"was {kind_of(found.before)}, now {kind_of(found.after)}"
            return f"{short(found.before)} → {short(found.after)}, {types}"


def _change(found: PropertyForecast) -> str:
    """What will become of one property beside others, with its name and its new value."""
    is_new = found.effect is Effect.NEW
    becomes = f"new → {short(found.after)}" if is_new else effect_text(found)
    return f"{name_text(found.name, 40)} {becomes}"


def summary(forecast: Forecast) -> str:
    """What an event will do, on the line of a table."""
    changing = forecast.changing
    match forecast.verdict:
        case Verdict.NONE | Verdict.REFUSED | Verdict.TOO_LARGE:
            return printable(forecast.reason or "refused", limit=200)
        case Verdict.IGNORED:
            return f"ignored: {printable(forecast.reason or '', limit=200)}"
        case Verdict.REPEATS:
            return forecast.reason or "repeated"
        case Verdict.DELETES:
            return "deletes it" + (f", but {forecast.reason}" if forecast.reason else "")
        case Verdict.NO_CHANGE:
            return "no change"
        case Verdict.OUTSIDE:
            return "not opened: " + _assignments(forecast)
        case Verdict.NEW:
            return "new: " + _assignments(forecast)
        case Verdict.RECREATES:
            return "made anew: " + _assignments(forecast)
        case Verdict.CHANGES | Verdict.FROM_ENVIRONMENT:
            return _listed([_change(found) for found in changing[:MOST_SAID]], len(changing))


def outlook(forecast: Forecast, entity_id: str) -> Content:
    """What an event will do, as a sentence under its form."""
    name = name_text(entity_id, 60)
    count = plural(len(forecast.properties), "property", "properties")
    match forecast.verdict:
        case Verdict.NONE | Verdict.REFUSED | Verdict.TOO_LARGE:
            reason = with_remedy(forecast.reason or "")
            text = f"refused by the server: {printable(reason, limit=400)}"
        case Verdict.IGNORED:
            reason = printable(forecast.reason or "", limit=300)
            text = f"the server would accept this and do nothing: {reason}"
        case Verdict.REPEATS:
            text = forecast.reason or "repeated"
        case Verdict.DELETES:
            text = f"deletes {name}" + (f", but {forecast.reason}" if forecast.reason else "")
        case Verdict.NO_CHANGE:
            text = f"changes nothing of {name}: every value sent is there already"
        case Verdict.OUTSIDE:
            text = f"sets {count} of {name}, which is not of the part that is opened"
        case Verdict.NEW:
            text = f"makes a new entity, {name}, with {count}"
        case Verdict.RECREATES:
            text = f"makes {name} anew, with {count}: it was deleted"
        case Verdict.FROM_ENVIRONMENT:
            some = _some(forecast, forecast.hidden)
            text = f"sets {some}{count} of {name} from the environment, whatever it is now"
        case Verdict.CHANGES:
            hidden = forecast.hidden
            some = _some(forecast, len(forecast.changing) - hidden)
            text = f"changes {some}{count} of {name}"
            text += f", and sets {hidden} from the environment" if hidden else ""
    return signed(SIGNS[forecast.verdict], text)


def _some(forecast: Forecast, number: int) -> str:
    """Of how many of an event's properties something is said, where that is not all of them."""
    return "" if number == len(forecast.properties) else f"{number} of "


def signed(sign: str, text: str) -> Content:
    """A line with its sign before it; ``text`` is printable already."""
    return Content.assemble((sign, STYLES.get(sign, "")), f" {text}")


def asking(question: str, send: str, part: str = "") -> Content:
    """A question that sending once more, by the key ``send``, answers with yes.

    ``part`` is what goes then, if that is not all of it.
    """
    return signed("!", f"{question}; {send} again sends {part or 'it all the same'}")


def receipt_text(receipt: Receipt, *, after: str = " after") -> str:
    """How far one event has come: ``accepted after 3.2 ms · in the state after 5.1 ms``.

    ``after`` stands before each time; nothing, where a row has little room. That a feed was quicker
    than the answer is said, since the times would read as if the state had not waited for it.
    """
    accepted = _ms("accepted", receipt.accepted_ms, after)
    match receipt.step:
        case Step.WAITING:
            return "waiting to be sent"
        case Step.SENT:
            return "sent, no answer yet"
        case Step.ACCEPTED if receipt.reason:
            return f"{accepted}{_reason(receipt, ': ')}"
        case Step.ACCEPTED:
            return f"{accepted} · waiting to see it in the state"
        case Step.MATERIALISED:
            shown = _ms("in the state", receipt.materialised_ms, after)
            answer = "the answer came" if after else "that"
            is_early = (receipt.materialised_ms or 0) < (receipt.accepted_ms or 0)
            return f"{accepted} · {shown}" + (f", before {answer}" if is_early else "")
        case Step.UNSEEN:
            return f"{accepted}, but the state does not show it{_reason(receipt, '; ')}"
        case Step.FAILED:
            return f"failed{_reason(receipt, ': ')}"
        case Step.UNKNOWN:
            return f"unknown whether it arrived{_reason(receipt, ': ')}"


def receipt_line(receipt: Receipt) -> Content:
    """The receipt of a single event, and under which id and timestamp it went."""
    line = signed(STEP_SIGNS[receipt.step], receipt_text(receipt))
    event = receipt.event
    went = f"event {name_text(event.event_id or '', 60)}, timestamp {event.timestamp}"
    return Content("\n").join([line, Content.styled(went, "$text-muted")])


def receipts_line(counts: Mapping[Step, int], unsent: int = 0) -> Content:
    """How far many events have come, as one sentence; so many of those that failed never left."""
    unseen = "it" if counts.get(Step.UNSEEN) == 1 else "them"
    words = {
        Step.MATERIALISED: "in the state",
        Step.ACCEPTED: "accepted",
        Step.UNSEEN: f"accepted, but the state does not show {unseen}",
        Step.FAILED: "failed",
        Step.UNKNOWN: "of unknown outcome",
        Step.SENT: "sent",
        Step.WAITING: "waiting",
    }
    steps = [step for step in words if counts.get(step)]
    numbers = {step: counts[step] - (unsent if step is Step.FAILED else 0) for step in steps}
    parts = [f"{number:,} {words[step]}" for step, number in numbers.items() if number]
    parts += [f"{unsent:,} not sent"] if unsent else []
    worst = next((s for s in (Step.FAILED, Step.UNKNOWN, Step.UNSEEN) if s in steps), None)
    sign = STEP_SIGNS[worst or (steps[0] if len(steps) == 1 else Step.ACCEPTED)]
    return signed(sign, f"{plural(sum(counts.values()), 'event')}: {', '.join(parts)}")


def times_text(times: Times) -> str:
    """How long it took: ``accepted after 3.2 ms, in the state after 5.1 ms (99 %: 12 ms)``."""
    parts = [
        _ms(word, took.median)
        + (f" (99 %: {_span(took.slow, fine=False)})" if took.events >= MANY else "")
        for word, took in (("accepted", times.accepted), ("in the state", times.materialised))
        if took is not None
    ]
    match times:
        case Times(Took(median=answered), Took(median=shown)) if shown < answered:
            parts.append("before the answer came")
    return ", ".join(parts)


def _assignments(forecast: Forecast) -> str:
    found = forecast.properties
    said = [f"{name_text(one.name, 40)}={short(one.after)}" for one in found[:MOST_SAID]]
    return _listed(said, len(found))


def _listed(said: list[str], total: int) -> str:
    """The first few things of many, and how many more there are."""
    more = [f"and {total - len(said):,} more"] if total > len(said) else []
    return "  ".join([*said, *more])


def _ms(word: str, duration: float | None, after: str = " after") -> str:
    return word if duration is None else f"{word}{after} {_span(duration)}"


def _span(ms: float, *, fine: bool = True) -> str:
    """``3.2 ms``, ``1,296 ms``, ``11.3 s``."""
    if ms >= LONG:
        return f"{ms / 1000:,.1f} s"
    return f"{ms:.1f} ms" if fine and ms < 10 else f"{ms:,.0f} ms"


def _reason(receipt: Receipt, separator: str) -> str:
    return separator + printable(receipt.reason, limit=400) if receipt.reason else ""
