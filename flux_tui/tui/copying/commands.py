"""Commands for a shell that set an entity as it is now: they can be pasted, whatever is in it.

A text goes into single quotes. What is no plain text (a control character, an override) never
stands in a command: it is an escape within JSON, so an id that holds one goes by ``batch``, which
takes ids as JSON. A token is named, never given.
"""

from __future__ import annotations

import getpass
import shlex
from dataclasses import dataclass
from pathlib import Path

from flux_tui.model.event import Event
from flux_tui.model.json import JsonObject
from flux_tui.model.printable import printable
from flux_tui.protocol import paths
from flux_tui.protocol.events import write_event
from flux_tui.replica.export import value_json
from flux_tui.tui.copying.program import NAME, program
from flux_tui.tui.options import ExplorerOptions

STREAM = "manual"
"""The stream of an event that a person sends again by hand: its own is not known."""

LONGEST_ARGUMENT = 100_000
"""Bytes of an argument above which it goes by standard input: Linux takes 131,072."""

END = "END_OF_EVENTS"
"""What ends an input that stands in the command; no line of JSON reads so."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a command goes, in the words of its options; ``url`` is without credentials.

    ``program`` is how flux-tui is called where the command is pasted.
    """

    url: str
    profile: str | None = None
    has_token: bool = False
    ca_file: Path | None = None
    insecure_tls: bool = False
    program: tuple[str, ...] = (NAME,)

    @classmethod
    def of(cls, url: str, options: ExplorerOptions) -> Server:
        """The server of an explorer, by this program."""
        return cls(
            url,
            options.profile,
            has_token=options.token is not None,
            ca_file=options.ca_file,
            insecure_tls=options.insecure_tls,
            program=program(),
        )


def publish_command(server: Server, event: Event) -> str:
    """``flux-tui publish …``, or ``flux-tui batch …`` for what no argument can carry."""
    words = [*server.program, "--url", server.url]
    words += ["--profile", server.profile] if server.profile is not None else []
    words += ["--ca-file", str(server.ca_file)] if server.ca_file is not None else []
    words += ["--insecure-tls"] if server.insecure_tls else []
    named = [event.stream, event.source, event.entity_id or ""]
    properties = value_json(event.properties or {})
    fits = not any(map(_is_long, [*named, properties]))
    if not (fits and all(map(is_plain, named)) and _is_usual(event)):
        return _with_input([*words, "batch"], "-", value_json([write_event(event)]))
    dashes = ["--"] if any(name.startswith("-") for name in named) else []
    return _joined([*words, "publish", *dashes, *named, properties])


def curl_command(server: Server, event: Event) -> str:
    """The same by ``curl``; the timestamp is in it, since a real Flux demands one."""
    words = ["curl", "-sS"]
    words += ["--cacert", str(server.ca_file)] if server.ca_file is not None else []
    words += ["--insecure"] if server.insecure_tls else []
    words += ["--globoff"] if "[" in server.url else []
    words += ["-H", "Content-Type: application/json"]
    token = ' -H "Authorization: Bearer $FLUX_TOKEN"' if server.has_token else ""
    head = f"{_joined([*words, server.url + paths.EVENTS])}{token} --data-binary"
    return _with_input([], "@-", value_json(write_event(event)), head=head)


def source() -> str:
    """Who publishes by hand: the name of this machine's user."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "me"
    return name if name and is_plain(name) else "me"


def event_of(entity_id: str, properties: JsonObject, now_ms: int) -> Event:
    """The event that sets these properties."""
    payload: JsonObject = {"entity_id": entity_id, "properties": properties}
    return Event(STREAM, source(), payload, now_ms)


def _is_usual(event: Event) -> bool:
    """Whether it says no more than ``publish`` can say."""
    has_more = event.key is not None or event.schema is not None
    return not has_more and event.payload.keys() == {"entity_id", "properties"}


def is_plain(text: str) -> bool:
    """Whether a text holds nothing that could drive a terminal, or that cannot be seen."""
    return printable(text) == text


def quoted(text: str) -> str:
    """A plain text as one word of a POSIX shell."""
    return shlex.quote(text)


def _joined(words: list[str]) -> str:
    return " ".join(map(quoted, words))


def _with_input(words: list[str], stdin: str, text: str, *, head: str | None = None) -> str:
    """A command whose last word is ``text``; a long one comes by standard input instead."""
    head = _joined(words) if head is None else head
    if not _is_long(text):
        return f"{head} {quoted(text)}"
    return f"{head} {stdin} <<'{END}'\n{text}\n{END}"


def _is_long(text: str) -> bool:
    return len(text.encode("utf-8", "surrogatepass")) > LONGEST_ARGUMENT
