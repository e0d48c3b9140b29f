"""``flux-tui get`` and ``flux-tui list``: what is true now."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from itertools import compress
from typing import Annotated

import typer

from flux_tui.cli.answers import read_object, read_objects
from flux_tui.cli.connect import open_client
from flux_tui.cli.exits import Exit
from flux_tui.cli.options import Invocation, command, commands
from flux_tui.client.flux_client import FluxClient, has_path
from flux_tui.errors import NotFound
from flux_tui.model.entity import Entity
from flux_tui.model.instant import parse_rfc3339
from flux_tui.model.json import Json, JsonObject
from flux_tui.protocol import paths

app = commands()


@command(app, "get")
async def get(
    invocation: Invocation,
    entity_id: Annotated[str, typer.Argument(metavar="ENTITY_ID")],
) -> int:
    """Print one entity."""
    output = invocation.output()
    async with open_client(invocation) as client:
        answer = await _entity(client, entity_id)
        entity = _to_entity(client, read_object(client, "GET", paths.ENTITIES, answer))

    def table(width: int) -> str:
        from flux_tui.cli.table import entity_table

        return entity_table(entity, width, utc=output.utc)

    output.show(answer, table)
    return Exit.DONE


async def _entity(client: FluxClient, entity_id: str) -> bytes:
    """One entity as the server states it; the empty id and very long ones have no path."""
    if has_path(entity_id):
        return await client.request("GET", paths.entity(entity_id))
    answer = await client.request("GET", paths.ENTITIES)
    for item in read_objects(client, "GET", paths.ENTITIES, answer):
        if item.get("id") == entity_id:
            return _encode(item)
    reason = "Entity not found"
    raise NotFound(f"not found at {client.url}: {reason}", status=404, reason=reason)


@command(app, "list")
async def list_entities(
    invocation: Invocation,
    prefix: Annotated[
        str | None, typer.Option("--prefix", metavar="P", help="Ids that start with it.")
    ] = None,
    namespace: Annotated[
        str | None, typer.Option("--namespace", metavar="N", help="Ids of the form N/...")
    ] = None,
    where: Annotated[
        str, typer.Option("--where", metavar="QUERY", help="Those that match a query.")
    ] = "",
) -> int:
    """Print the entities, all or those that are asked for."""
    output = invocation.output()
    matches = _matcher(where or invocation.where)
    entities: list[Entity] = []
    async with open_client(invocation) as client:
        params = {
            "prefix": invocation.prefix if prefix is None else prefix,
            "namespace": invocation.namespace if namespace is None else namespace,
        }
        answer = await client.request("GET", paths.ENTITIES, params=params)
        found = read_objects(client, "GET", paths.ENTITIES, answer)
        if matches is not None or output.wants_table:
            entities = [_to_entity(client, item) for item in found]
    if matches is not None:
        chosen = [matches(entity) for entity in entities]
        entities = list(compress(entities, chosen))
        answer = _encode(list(compress(found, chosen)))

    def table(width: int) -> str:
        from flux_tui.cli.table import entities_table

        return entities_table(entities, width, utc=output.utc)

    output.show(answer, table)
    return Exit.DONE


def _matcher(where: str) -> Callable[[Entity], bool] | None:
    if not where:
        return None
    from flux_tui.cli.choice import chooser

    return chooser(where)


def _to_entity(client: FluxClient, item: JsonObject) -> Entity:
    """An entity of an answer; raises Nonsense."""
    match item:
        case {"id": str(entity_id), "properties": dict(properties), "lastUpdated": str(updated)}:
            with suppress(ValueError):
                return Entity(entity_id, properties, parse_rfc3339(updated))
    raise client.nonsense("GET", paths.ENTITIES, "what is no entity")


def _encode(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
