"""``flux-tui publish``: one event, and perhaps its arrival in the state."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Annotated, TypeAlias

import typer

from flux_tui.cli.answers import read_object
from flux_tui.cli.arguments import object_argument
from flux_tui.cli.connect import open_writer, submit
from flux_tui.cli.exits import Exit
from flux_tui.cli.options import Invocation, command, commands
from flux_tui.cli.output import say
from flux_tui.cli.table import object_table
from flux_tui.cli.template_options import SetOption, TemplateOption
from flux_tui.client import FluxClient
from flux_tui.errors import NotFound, UsageError
from flux_tui.model.event import Event, setting
from flux_tui.model.json import same
from flux_tui.protocol import paths
from flux_tui.protocol.events import new_event_id, write_event
from flux_tui.protocol.json_text import encode_ascii
from flux_tui.protocol.rules import ignored_because

WAIT_TIMEOUT = 10.0
"""Seconds that ``--wait`` looks for the event in the state."""

LONGEST_PAUSE = 0.25
"""Seconds between two looks, at most; the first follow each other quickly."""

NAMES = ("STREAM", "SOURCE", "ENTITY_ID", "PROPERTIES_JSON")
"""The words of an event, as the help calls them."""

Words: TypeAlias = tuple[str | None, str | None, str | None, str | None]

app = commands()


@command(app, "publish")
async def publish(
    invocation: Invocation,
    stream: Annotated[
        str | None, typer.Argument(metavar="STREAM", help="As in sensors or lab.sensors.")
    ] = None,
    source: Annotated[str | None, typer.Argument(metavar="SOURCE", help="Who says so.")] = None,
    entity_id: Annotated[str | None, typer.Argument(metavar="ENTITY_ID")] = None,
    properties: Annotated[
        str | None,
        typer.Argument(metavar="PROPERTIES_JSON", help="As in '{\"temperature\": 22.5}'."),
    ] = None,
    template: TemplateOption = None,
    given: SetOption = None,
    timestamp: Annotated[
        int | None, typer.Option("--timestamp", metavar="MS", help="Instead of now.")
    ] = None,
    event_id: Annotated[
        str | None, typer.Option("--event-id", metavar="ID", help="Instead of a new one.")
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Until it is seen in the state.")] = False,
) -> int:
    """Publish one event, of four words or from a template.

    Prints the server's answer.

    The event gets an id here: if its answer gets lost, the embedded engine is asked again under
    the same id, and makes no second event of it; a real Flux would, and is not asked again.
    """
    words = (stream, source, entity_id, properties)
    said = _read_words(words, given) if template is None else _make(template, given, words)
    now = time.time_ns() // 1_000_000
    async with open_writer(invocation) as client:
        event = _complete(said(), now, timestamp, event_id)
        body = encode_ascii(write_event(event)).encode()
        answer = await submit(client, paths.EVENTS, body)
        accepted = read_object(client, "POST", paths.EVENTS, answer, eventId=str)
        invocation.output().show(answer, lambda width: object_table(accepted, width))
        ignored = ignored_because(event)
        if ignored is not None:
            say(f"flux-tui: the server accepted the event and ignores it: {ignored}")
        return await _materialised(client, event) if wait and not ignored else Exit.DONE


def _read_words(words: Words, given: Sequence[str] | None) -> Callable[[], Event]:
    """The event that the four words say; raises UsageError."""
    lacking = [name for name, word in zip(NAMES, words, strict=True) if word is None]
    if lacking:
        raise UsageError(
            f"{' '.join(lacking)} missing: an event is published as {' '.join(NAMES)}, or by "
            "--template NAME; nothing was sent"
        )
    if given:
        raise UsageError("--set answers a --template, and there is none; nothing was sent")
    stream, source, entity_id, properties = (word or "" for word in words)
    event = setting(stream, source, entity_id, object_argument(NAMES[-1], properties))
    return lambda: event


def _make(name: str, given: Sequence[str] | None, words: Words) -> Callable[[], Event]:
    """The event that a template makes, its secrets put in once it is wanted; raises UsageError."""
    from flux_tui.cli.from_template import both_given, filled_template

    if any(word is not None for word in words):
        raise both_given("an event is of a template or of words", words)
    filled = filled_template(name, given or ())
    if len(filled.events) != 1:
        raise UsageError(
            f"template {name} has {len(filled.events)} events: flux-tui batch --template sends "
            "them; nothing was sent"
        )
    return lambda: filled.revealed()[0]


def _complete(event: Event, now: int, timestamp: int | None, event_id: str | None) -> Event:
    """With the time and the id that were given, else its own, else new ones."""
    own = now if event.timestamp is None else event.timestamp
    return event._replace(
        timestamp=own if timestamp is None else timestamp,
        event_id=event_id or event.event_id or new_event_id(now),
    )


async def _materialised(client: FluxClient, event: Event) -> int:
    """Look at the state until it shows the event."""
    started = time.monotonic()
    pause = 0.005
    while not await _is_seen(client, event):
        if time.monotonic() - started > WAIT_TIMEOUT:
            say(
                f"flux-tui: accepted, but not seen in the state of {event.entity_id} within "
                f"{WAIT_TIMEOUT:.0f} s; it may have been overwritten at once"
            )
            return Exit.NO
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
    say(f"seen in the state after {(time.monotonic() - started) * 1000:.0f} ms")
    return Exit.DONE


async def _is_seen(client: FluxClient, event: Event) -> bool:
    try:
        entity = await client.entity(event.entity_id or "")
    except NotFound:
        return event.is_tombstone
    properties = event.properties or {}
    return not event.is_tombstone and all(
        name in entity.properties and same(entity.properties[name], value)
        for name, value in properties.items()
    )
