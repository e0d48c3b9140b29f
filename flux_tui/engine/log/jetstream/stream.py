"""The stream that is the log: made as Flux makes it where it is missing, else used as it is."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flux_tui.engine.log.event_log import Retention
from flux_tui.engine.log.jetstream.connection import ApiRefusal, Connection
from flux_tui.engine.log.jetstream.lines import SUBJECTS
from flux_tui.errors import LogError
from flux_tui.model.instant import NS, parse_rfc3339

LOGGER = logging.getLogger(__name__)

STREAM = "FLUX_EVENTS"
"""Flux's own name for it."""

DUPLICATE_WINDOW = 120 * NS
"""For how long the stream itself knows a message again (JetStream's own default): every id in it
costs the server memory. Beyond it engines know retries by the receipts in the messages."""

REPLICAS = 3
"""Copies of a stream that is made; on a single server one."""

_NO_SUCH_STREAM = 10059
_NAME_IN_USE = 10058
_NOT_CLUSTERED = 10074
_NO_SUITABLE_PEERS = 10005


@dataclass(frozen=True, slots=True)
class StreamState:
    """A stream as it is now; ``identity`` is another one's once it is deleted and made anew."""

    identity: str
    oldest: int
    newest: int
    max_message: int | None
    replicas: int


class NoStream(LogError):
    """There is no such stream."""


async def look_at(connection: Connection) -> StreamState:
    """The stream as it is; raises NoStream, LogAway."""
    return _state(await _info(connection))


async def open_stream(connection: Connection, retention: Retention) -> StreamState:
    """The stream, made if it is missing; says what about one that is there may surprise.

    Raises LogError when it cannot be the log.
    """
    try:
        info = await _info(connection)
    except NoStream:
        info = await _create(connection, retention)
    _judge(info["config"], connection.place)
    return _state(info)


async def _info(connection: Connection) -> Mapping[str, Any]:
    try:
        info: Mapping[str, Any] = await connection.ask(f"STREAM.INFO.{STREAM}")
    except ApiRefusal as refusal:
        if refusal.code == _NO_SUCH_STREAM:
            raise NoStream(
                f"NATS at {connection.place} has no stream {STREAM} any more: restore it, or start "
                "an engine, which begins an empty one"
            ) from None
        raise LogError(
            f"NATS at {connection.place} does not show the stream {STREAM} ({refusal}): check what "
            "the engine may do there"
        ) from None
    return info


async def _create(connection: Connection, retention: Retention) -> Mapping[str, Any]:
    configuration = {
        "name": STREAM,
        "subjects": [f"{SUBJECTS}>"],
        "retention": "limits",
        "storage": "file",
        "discard": "old",
        "max_age": retention.age,
        "max_bytes": retention.size,
        "duplicate_window": min(DUPLICATE_WINDOW, retention.age),
        "num_replicas": REPLICAS,
    }
    try:
        return await _make(connection, configuration)
    except ApiRefusal as refusal:
        if refusal.code not in (_NOT_CLUSTERED, _NO_SUITABLE_PEERS):
            raise _not_made(connection, refusal) from None
    try:
        return await _make(connection, {**configuration, "num_replicas": 1})
    except ApiRefusal as refusal:
        raise _not_made(connection, refusal) from None


async def _make(connection: Connection, configuration: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        made: Mapping[str, Any] = await connection.ask(f"STREAM.CREATE.{STREAM}", configuration)
    except ApiRefusal as refusal:
        if refusal.code != _NAME_IN_USE:  # Another engine was faster.
            raise
        made = await _info(connection)
    LOGGER.info("the stream %s is made, with %d copies", STREAM, configuration["num_replicas"])
    return made


def _not_made(connection: Connection, refusal: ApiRefusal) -> LogError:
    return LogError(
        f"NATS at {connection.place} does not make the stream {STREAM} ({refusal}): make room with "
        "--keep-gb or in its configuration, or make the stream yourself"
    )


def _judge(configuration: Mapping[str, Any], place: str) -> None:
    """Raises LogError for a stream that cannot be the log; warns of what may surprise."""
    if configuration.get("retention", "limits") == "workqueue":
        raise LogError(
            f"the stream {STREAM} at {place} is a work queue, whose messages go when they are "
            "read: make it anew with the retention of limits"
        )
    subjects = configuration.get("subjects") or []
    if not any(subject in (">", "flux.>", f"{SUBJECTS}>") for subject in subjects):
        if not any(subject.startswith(SUBJECTS) for subject in subjects):
            raise LogError(
                f"the stream {STREAM} at {place} takes no events (its subjects are "
                f"{', '.join(subjects) or 'none'}): it should take {SUBJECTS}>"
            )
        LOGGER.warning(
            "the stream %s takes events of some streams alone (%s): others are refused",
            STREAM,
            ", ".join(subjects),
        )
    if configuration.get("max_msgs_per_subject", -1) > 0:
        LOGGER.warning(
            "the stream %s keeps %d events of a subject: histories are short, and a snapshot "
            "must stand for the rest",
            STREAM,
            configuration["max_msgs_per_subject"],
        )
    if configuration.get("discard") == "new":
        LOGGER.warning("the stream %s refuses events once it is full", STREAM)


def _state(info: Mapping[str, Any]) -> StreamState:
    state, configuration = info["state"], info["config"]
    largest = int(configuration.get("max_msg_size", -1))
    created = parse_rfc3339(info["created"])
    return StreamState(
        str(uuid.uuid5(uuid.NAMESPACE_URL, f"nats-stream:{STREAM}/{created}")),
        max(1, int(state["first_seq"])) if state["messages"] else int(state["last_seq"]) + 1,
        int(state["last_seq"]),
        largest if largest > 0 else None,
        max(1, int(configuration.get("num_replicas", 1))),
    )
