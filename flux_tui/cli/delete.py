"""``flux-tui delete`` and ``flux-tui batch-delete``: they ask first where a person can answer."""

from __future__ import annotations

from typing import Annotated

import typer

from flux_tui.cli.answers import read_object, read_objects
from flux_tui.cli.arguments import object_argument
from flux_tui.cli.connect import open_writer
from flux_tui.cli.exits import Exit
from flux_tui.cli.options import Invocation, YesOption, command, commands
from flux_tui.cli.output import ask, is_interactive, say
from flux_tui.cli.table import object_table
from flux_tui.client.flux_client import FluxClient, has_path
from flux_tui.model.json import JsonObject
from flux_tui.protocol import paths
from flux_tui.protocol.json_text import encode_ascii

app = commands()


@command(app, "delete")
async def delete(
    invocation: Invocation,
    entity_id: Annotated[str, typer.Argument(metavar="ENTITY_ID")],
    yes: YesOption = False,
) -> int:
    """Delete one entity; asks first on a terminal."""
    async with open_writer(invocation) as client:
        if not _is_wanted(f"delete {entity_id!r} at {client.url}?", yes=yes):
            return Exit.NO
        if not has_path(entity_id):
            return await _delete_many(invocation, client, {"entity_ids": [entity_id]})
        path = paths.entity(entity_id)
        answer = await client.request("DELETE", path)
        deleted = read_object(client, "DELETE", path, answer, eventId=str)
    invocation.output().show(answer, lambda width: object_table(deleted, width))
    return Exit.DONE


@command(app, "batch-delete")
async def batch_delete(
    invocation: Invocation,
    criteria: Annotated[
        str,
        typer.Argument(
            metavar="FILTER_JSON",
            help='{"prefix": "lab-"}, {"namespace": "lab"} or {"entity_ids": ["a", "b"]}.',
        ),
    ],
    yes: YesOption = False,
) -> int:
    """Delete many entities; asks first on a terminal."""
    chosen = object_argument("FILTER_JSON", criteria)
    async with open_writer(invocation) as client:
        if is_interactive() and not yes:
            count = await _count(client, chosen)
            if not _is_wanted(f"delete {count} at {client.url}?", yes=yes):
                return Exit.NO
        return await _delete_many(invocation, client, chosen)


async def _delete_many(invocation: Invocation, client: FluxClient, chosen: JsonObject) -> int:
    body = encode_ascii(chosen).encode()
    answer = await client.request("POST", paths.DELETE, content=body)
    fields = {"deleted": int, "failed": int}
    outcome = read_object(client, "POST", paths.DELETE, answer, **fields)
    invocation.output().show(answer, lambda width: object_table(outcome, width))
    if outcome["failed"]:
        say(f"flux-tui: {outcome['failed']} entities were not deleted; see the answer")
        return Exit.NO
    return Exit.DONE


async def _count(client: FluxClient, chosen: JsonObject) -> str:
    """How many entities a filter names, in words, before somebody decides."""
    match chosen:
        case {"entity_ids": list(ids)}:
            return "1 entity" if len(ids) == 1 else f"{len(ids)} entities"
        case {"prefix": str()} | {"namespace": str()}:
            name, value = next((n, v) for n, v in chosen.items() if n in ("prefix", "namespace"))
            params = {name: str(value)}
            answer = await client.request("GET", paths.ENTITIES, params=params)
            count = len(read_objects(client, "GET", paths.ENTITIES, answer))
            return f"the {count} entities of {name} {value!r}"
        case _:
            return f"what {encode_ascii(chosen)} names"


def _is_wanted(question: str, *, yes: bool) -> bool:
    """Whether to go on: without a terminal at both ends nobody is asked, as ``flux.sh``."""
    if yes or not is_interactive() or ask(question):
        return True
    say("nothing was deleted")
    return False
