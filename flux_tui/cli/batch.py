"""``flux-tui batch``: many events, in as few requests as the server's limits allow."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from pydantic_core import PydanticSerializationError, to_json

from flux_tui.cli.answers import read_object
from flux_tui.cli.connect import open_writer, submit
from flux_tui.cli.exits import Exit
from flux_tui.cli.options import Invocation, command, commands
from flux_tui.cli.output import interruptible, is_terminal, say
from flux_tui.cli.table import object_table
from flux_tui.cli.template_options import SetOption, TemplateOption
from flux_tui.client import FluxClient
from flux_tui.client.turns import Turns
from flux_tui.errors import FluxTuiError, Malformed, UsageError
from flux_tui.model.encoding import decoded
from flux_tui.model.json import Json, JsonObject, one_of_kind
from flux_tui.protocol import paths
from flux_tui.protocol.events import new_event_ids, read_sent_event, read_sent_events
from flux_tui.protocol.json_text import decode, encode_ascii
from flux_tui.protocol.rules import MAX_BODY_BYTES

MOST_EVENTS = 5_000
"""Events of one request: so many are answered well within the client's timeout."""

_FIELDS = {"successful": int, "failed": int, "results": list}
_HEAD, _TAIL = b'{"events":[', b"]}"

app = commands()


class _Sending:
    """Sends one request after another: while one is under way the next is written, and the answer
    to the last one read."""

    def __init__(self, client: FluxClient) -> None:
        self._client = client
        self._under_way: asyncio.Task[bytes] | None = None
        self.answers: list[bytes] = []
        self.results: list[JsonObject] = []
        """The answers as they were read."""

    async def go_on(self, body: bytes) -> None:
        """Send once the request before was answered; raises what became of that one."""
        await self._wait()
        self._under_way = asyncio.create_task(submit(self._client, paths.BATCH, body))
        await Turns().nap()
        self._read()

    async def end(self) -> None:
        """All was sent; raises what became of the last request."""
        await self._wait()
        self._read()

    async def _wait(self) -> None:
        if self._under_way is not None:
            under_way, self._under_way = self._under_way, None
            self.answers.append(await under_way)

    def _read(self) -> None:
        for answer in self.answers[len(self.results) :]:
            self.results.append(read_object(self._client, "POST", paths.BATCH, answer, **_FIELDS))


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
    """Publish many events, given or made by a template.

    Prints the server's answer. What is more than one request is split, and the answers are joined
    into one of the same form. Events without a timestamp get the present one, those without an id
    a new one.
    """
    made = _read_events(events, given) if template is None else _make(template, given, events)
    async with open_writer(invocation) as client:
        completed = made()
        sending = _Sending(client)
        try:
            for chunk in split(map(encoded, completed)):
                await sending.go_on(_HEAD + b",".join(chunk) + _TAIL)
            await sending.end()
        except FluxTuiError:
            with suppress(FluxTuiError):  # the one under way may have been accepted, too
                await sending.end()
            if sending.results:
                done = _total(sending.results, "successful")
                say(f"flux-tui: {done} of {len(completed)} events were accepted before this:")
            raise
    answers, joined = sending.answers, join(sending.results)
    answer = answers[0] if len(answers) == 1 else encode_ascii(joined).encode()
    invocation.output().show(answer, lambda width: object_table(joined, width))
    failed = _total(sending.results, "failed")
    if failed:
        say(f"flux-tui: {failed} of {len(completed)} events failed; see the answer")
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
    ids = new_event_ids(now)

    def completed() -> list[JsonObject]:
        made = [write_event(event) for event in filled.revealed()]
        return [{"eventId": next(ids), "timestamp": now, **event} for event in made]

    return completed


def _read(argument: str) -> tuple[str, str]:
    """Where the events come from, in words, and their text."""
    if argument == "-":
        with interruptible():
            if is_terminal(sys.stdin):
                say("type or paste the events; ctrl+d on a line of its own sends them")
            data = sys.stdin.buffer.read()
        return "standard input", _decoded(data, "standard input")
    if not argument.startswith("@"):
        return "EVENTS_JSON", argument
    path = Path(argument[1:])
    try:
        return str(path), _decoded(path.read_bytes(), str(path))
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(f"cannot read {path} ({reason}); nothing was sent") from None


def _decoded(data: bytes, name: str) -> str:
    try:
        return decoded(data, name)
    except UsageError as error:
        raise UsageError(f"{error}; nothing was sent") from None


def parse_events(text: str, source: str) -> list[JsonObject]:
    """Events as they will be sent, each with an id and a timestamp.

    Raises UsageError that names the event or the line: a server refuses a whole request for one
    event that is not of the form, so nothing is sent then.
    """
    now = time.time_ns() // 1_000_000
    ids = new_event_ids(now)
    events = []
    for value in _checked(_values(text, source), source):
        event: JsonObject = {**value}
        if event.get("eventId") is None:
            event["eventId"] = next(ids)
        event.setdefault("timestamp", now)
        events.append(event)
    if not events:
        raise UsageError(f"{source} holds no events; nothing was sent")
    return events


def _checked(values: Sequence[Json], source: str) -> list[JsonObject]:
    """The same as events; raises UsageError that names the first that is none."""
    try:
        read_sent_events(list(values))
    except Malformed:
        for number, value in enumerate(values, 1):
            try:
                read_sent_event(value)
            except Malformed as error:
                is_object = isinstance(value, dict)
                why = str(error) if is_object else f"{one_of_kind(value)}, not a JSON object"
                raise UsageError(
                    f"event {number} of {source} is none ({why}); nothing was sent"
                ) from None
    return [value for value in values if isinstance(value, dict)]


def _values(text: str, source: str) -> Sequence[Json]:
    """The events of a JSON array, of ``{"events": [...]}``, or of JSON lines."""
    if not text.strip():
        raise UsageError(f"{source} holds no events; nothing was sent")
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


def encoded(event: JsonObject) -> bytes:
    """An event as JSON; where no UTF-8 can say it (half a surrogate pair) in ASCII."""
    try:
        return to_json(event)
    except PydanticSerializationError:
        return encode_ascii(event).encode()


def split(bodies: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Encoded events in their order, in chunks that the server takes as one request."""
    chunk: list[bytes] = []
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
