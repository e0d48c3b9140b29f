"""``flux-tui batch``: many events, in as few requests as the server's limits allow."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Annotated

import typer
from pydantic_core import PydanticSerializationError, to_json

from flux_tui.cli.answers import read_object
from flux_tui.cli.connect import open_writer, submit
from flux_tui.cli.exits import Exit
from flux_tui.cli.given_events import given_events
from flux_tui.cli.options import Invocation, command, commands
from flux_tui.cli.output import say
from flux_tui.cli.table import object_table
from flux_tui.cli.template_options import SetOption, TemplateOption
from flux_tui.client import FluxClient
from flux_tui.client.turns import Turns
from flux_tui.errors import FluxTuiError, UsageError
from flux_tui.model.json import Json, JsonObject
from flux_tui.protocol import paths
from flux_tui.protocol.events import new_event_ids
from flux_tui.protocol.json_text import encode_ascii
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
        sending = await _send(client, completed)
    answers, joined = sending.answers, join(sending.results)
    answer = answers[0] if len(answers) == 1 else encode_ascii(joined).encode()
    invocation.output().show(answer, lambda width: object_table(joined, width))
    failed = _total(sending.results, "failed")
    if failed:
        say(f"flux-tui: {failed} of {len(completed)} events failed; see the answer")
        return Exit.NO
    return Exit.DONE


async def _send(client: FluxClient, events: Sequence[JsonObject]) -> _Sending:
    """Send all, request by request; where one fails, what was accepted before it is told first."""
    sending = _Sending(client)
    try:
        for chunk in split(map(encoded, events)):
            await sending.go_on(_HEAD + b",".join(chunk) + _TAIL)
        await sending.end()
    except FluxTuiError:
        with suppress(FluxTuiError):  # the one under way may have been accepted, too
            await sending.end()
        if sending.results:
            done = _total(sending.results, "successful")
            say(f"flux-tui: {done} of {len(events)} events were accepted before this:")
        raise
    return sending


def _read_events(events: str | None, given: Sequence[str] | None) -> Callable[[], list[JsonObject]]:
    """The events that were given, read at once; raises UsageError."""
    if events is None:
        raise UsageError(
            "EVENTS_JSON missing: a batch is given as JSON, @FILE, - or by --template NAME; "
            "nothing was sent"
        )
    if given:
        raise UsageError("--set answers a --template, and there is none; nothing was sent")
    read = given_events(events)
    return lambda: read


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
