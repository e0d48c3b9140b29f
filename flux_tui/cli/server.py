"""``flux-tui health``, ``connectors`` and ``admin-config``: the server itself."""

from __future__ import annotations

from typing import Annotated

import typer

from flux_tui.cli.answers import read_object, read_objects
from flux_tui.cli.arguments import object_argument
from flux_tui.cli.connect import open_client, open_writer
from flux_tui.cli.exits import Exit
from flux_tui.cli.options import Invocation, command, commands
from flux_tui.cli.output import say
from flux_tui.cli.table import object_table
from flux_tui.client import FluxClient
from flux_tui.errors import Nonsense, NotFound
from flux_tui.model.json import JsonObject
from flux_tui.protocol import paths
from flux_tui.protocol.json_text import encode_ascii

app = commands()


@command(app, "health")
async def health(invocation: Invocation) -> int:
    """Say whether the server answers, and what it is.

    A real Flux has no health path: for one, its state is asked for, and the answer is
    {"status":"ok","engine":"flux","entities":N}.
    """
    async with open_client(invocation) as client:
        try:
            answer = await client.request("GET", paths.HEALTH)
            shown = read_object(client, "GET", paths.HEALTH, answer, status=str)
        except NotFound:
            shown = await _health_of_a_real_flux(client)
            answer = encode_ascii(shown).encode()
    invocation.output().show(answer, lambda width: object_table(shown, width))
    return Exit.DONE


async def _health_of_a_real_flux(client: FluxClient) -> JsonObject:
    try:
        answer = await client.request("GET", paths.ENTITIES)
    except NotFound:
        raise Nonsense(f"what answers at {client.url} is no Flux server; check the URL") from None
    entities = read_objects(client, "GET", paths.ENTITIES, answer)
    return {"status": "ok", "engine": "flux", "entities": len(entities)}


@command(app, "connectors")
async def connectors(invocation: Invocation) -> int:
    """Print the server's connectors and their states."""
    async with open_client(invocation) as client:
        answer = await client.request("GET", paths.CONNECTORS)
        listed = read_object(client, "GET", paths.CONNECTORS, answer, connectors=list)
    invocation.output().show(answer, lambda width: object_table(listed, width))
    return Exit.DONE


@command(app, "admin-config")
async def admin_config(
    invocation: Invocation,
    update: Annotated[
        str | None,
        typer.Argument(
            metavar="[UPDATE_JSON]",
            help="As in '{\"rate_limit_enabled\": true}'.",
            show_default=False,
        ),
    ] = None,
) -> int:
    """Print the server's configuration, or change it.

    What UPDATE_JSON names is changed, and the whole printed; this may need FLUX_ADMIN_TOKEN.
    """
    wanted: JsonObject = {}
    if update is None:
        method, content = "GET", None
        client = open_client(invocation)
    else:
        wanted = object_argument("UPDATE_JSON", update)
        method, content = "PUT", encode_ascii(wanted).encode()
        client = open_writer(invocation)
    async with client:
        answer = await client.request(method, paths.CONFIG, content=content, admin=True)
        config = read_object(client, method, paths.CONFIG, answer)
    invocation.output().show(answer, lambda width: object_table(config, width))
    unknown = [name for name in wanted if name not in config]
    if unknown:
        say(f"flux-tui: the server has no setting {', '.join(unknown)}: that changed nothing")
    return Exit.DONE
