"""``flux-tui batch``: many events, in as few requests as the server's limits allow."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from flux_tui.cli.answers import read_object
from flux_tui.cli.connect import open_writer, submit
from flux_tui.cli.exits import Exit
from flux_tui.cli.options import Invocation, command, commands
from flux_tui.cli.output import say
from flux_tui.cli.table import object_table
from flux_tui.cli.template_options import SetOption, TemplateOption
from flux_tui.errors import FluxTuiError, Malformed, UsageError
from flux_tui.model.json import Json, JsonObject, one_of_kind
from flux_tui.protocol import paths
from flux_tui.protocol.events import EventBody, new_event_id
from flux_tui.protocol.json_text import decode, encode_ascii
from flux_tui.protocol.rules import MAX_BODY_BYTES

MOST_EVENTS = 5_000
"""Events of one request: so many are answered well within the client's timeout."""

_FIELDS = {"successful": int, "failed": int, "results": list}
_HEAD, _TAIL = '{"events":[', "]}"

app = commands()


@command(app, "batch")
async def batch(
    invocation: Invocation,
    events: Annotated[
        str | None,
        typer.Argument(
            metavar="EVENTS_JSON | @FILE | -",
            help='A JSON array, {"events": [...]} or JSON lines; - is standard input.',
        ),
    ] = None,
    template: TemplateOption = None,
    given: SetOption = None,
) -> int:
    """Publish many events, given or made by a template; prints the server's answer.

    What is more than one request is split, and the answers are joined into one of the same form.
    Events without a timestamp get the present one, those without an id a new one.
    """
    made = _read_events(events, given) if template is None else _make(template, given, events)
    async with open_writer(invocation) as client:
        bodies = [encode_ascii(event) for event in made()]
        answers: list[bytes] = []
        results: list[JsonObject] = []
        for chunk in split(bodies):
            body = f"{_HEAD}{','.join(chunk)}{_TAIL}".encode()
            try:
                answers.append(await submit(client, paths.BATCH, body))
            except FluxTuiError:
                if answers:
                    done = _total(results, "successful")
                    say(f"flux-tui: {done} of {len(bodies)} events were accepted before this:")
                raise
            results.append(read_object(client, "POST", paths.BATCH, answers[-1], **_FIELDS))
    joined = join(results)
    answer = answers[0] if len(answers) == 1 else encode_ascii(joined).encode()
    invocation.output().show(answer, lambda width: object_table(joined, width))
    failed = _total(results, "failed")
    if failed:
        say(f"flux-tui: {failed} of {len(bodies)} events failed; see the answer")
        return Exit.NO
    return Exit.DONE


def _read_events(events: str | None, given: Sequence[str] | None) -> Callable[[], list[JsonObject]]:
    """The events that were given, read at once; raises UsageError."""
    if events is None:
        raise UsageError(
            "EVENTS_JSON missing: a batch is given as JSON, @FILE, - or by --template NAME; "
            "nothing was sent"
        )
    if given:
        raise UsageError("--set answers a --template, and there is none; nothing was sent")
    source, text = _read(events)
    parsed = parse_events(text, source)
    return lambda: parsed


def _make(
    name: str, given: Sequence[str] | None, events: str | None
) -> Callable[[], list[JsonObject]]:
    """The events that a template makes, its secrets put in once they are wanted."""
    from flux_tui.cli.from_template import both_given, filled_template
    from flux_tui.protocol.events import write_event

    if events is not None:
        raise both_given("a batch is of a template or is given", [events])
    filled = filled_template(name, given or ())
    if not filled.events:
        raise UsageError(f"template {name} holds no events; nothing was sent")
    now = time.time_ns() // 1_000_000

    def completed() -> list[JsonObject]:
        made = [write_event(event) for event in filled.revealed()]
        return [{"eventId": new_event_id(now), "timestamp": now, **event} for event in made]

    return completed


def _read(argument: str) -> tuple[str, str]:
    """Where the events come from, in words, and their text."""
    if argument == "-":
        return "standard input", sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    if not argument.startswith("@"):
        return "EVENTS_JSON", argument
    path = Path(argument[1:])
    try:
        return str(path), path.read_bytes().decode("utf-8", "surrogateescape")
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(f"cannot read {path} ({reason}); nothing was sent") from None


def parse_events(text: str, source: str) -> list[JsonObject]:
    """Events as they will be sent, each with an id and a timestamp.

    Raises UsageError that names the event or the line: a server refuses a whole request for one
    event that is not of the form, so nothing is sent then.
    """
    now = time.time_ns() // 1_000_000
    events = []
    for number, value in enumerate(_values(text, source), 1):
        try:
            body = EventBody.read(value)
        except Malformed as error:
            raise UsageError(
                f"event {number} of {source} is none ({error}); nothing was sent"
            ) from None
        event = dict(value) if isinstance(value, dict) else {}
        if body.event_id is None:
            event["eventId"] = new_event_id(now)
        event.setdefault("timestamp", now)
        events.append(event)
    if not events:
        raise UsageError(f"{source} holds no events; nothing was sent")
    return events


def _values(text: str, source: str) -> Sequence[Json]:
    """The events of a JSON array, of ``{"events": [...]}``, or of JSON lines."""
    try:
        whole = decode(text.strip())
    except Malformed as error:
        lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
        if text.lstrip().startswith("[") or len(lines) < 2:
            raise UsageError(f"{source} is not JSON ({error}); nothing was sent") from None
        return [_line(line, number, source) for number, line in lines]
    if isinstance(whole, dict):
        whole = whole.get("events", [whole])
    if not isinstance(whole, list):
        raise UsageError(
            f"{source} must hold an array of events, not {one_of_kind(whole)}; nothing was sent"
        )
    return whole


def _line(line: str, number: int, source: str) -> Json:
    try:
        return decode(line)
    except Malformed as error:
        raise UsageError(
            f"line {number} of {source} is not JSON ({error}); nothing was sent"
        ) from None


def split(bodies: Sequence[str]) -> Iterator[list[str]]:
    """Encoded events in their order, in chunks that the server takes as one request."""
    chunk: list[str] = []
    room = MAX_BODY_BYTES - len(_HEAD) - len(_TAIL)
    size = 0
    for body in bodies:
        if chunk and (size + len(body) > room or len(chunk) == MOST_EVENTS):
            yield chunk
            chunk, size = [], 0
        chunk.append(body)
        size += len(body) + 1
    if chunk:
        yield chunk


def join(answers: Sequence[JsonObject]) -> JsonObject:
    """Several answers as one of the same form."""
    results: list[Json] = []
    for answer in answers:
        part = answer["results"]
        results += part if isinstance(part, list) else []
    return {
        "successful": _total(answers, "successful"),
        "failed": _total(answers, "failed"),
        "results": results,
    }


def _total(answers: Sequence[JsonObject], name: str) -> int:
    return sum(count for answer in answers if isinstance(count := answer[name], int))
