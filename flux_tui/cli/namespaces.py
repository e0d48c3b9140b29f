"""``flux-tui namespaces``: who may write where, on a server with authentication on."""

from __future__ import annotations

from typing import Annotated

import typer

from flux_tui.cli.answers import read_object
from flux_tui.cli.connect import open_client, open_writer
from flux_tui.cli.exits import Exit
from flux_tui.cli.logs import hide
from flux_tui.cli.options import Invocation, YesOption, command, commands
from flux_tui.cli.output import ask, is_interactive, say
from flux_tui.cli.table import object_table
from flux_tui.errors import NotFound, Refused, UsageError
from flux_tui.protocol import paths
from flux_tui.protocol.json_text import encode_ascii

UNCUT = 0
"""The width of a table whose values are all wanted whole."""

NameArgument = Annotated[
    str,
    typer.Argument(metavar="NAME", help="3 to 32 characters: a-z, 0-9, - and _."),
]

app = commands()
_group = commands()
app.add_typer(_group, name="namespaces", help="Say who may write where; for the administrator.")


@command(_group, "register")
async def register(invocation: Invocation, name: NameArgument) -> int:
    """Register a namespace and print its token, this once only.

    This needs FLUX_ADMIN_TOKEN. Who is to write into the namespace sets FLUX_TOKEN to its token.
    """
    content = encode_ascii({"name": name}).encode()
    async with open_writer(invocation) as client:
        try:
            answer = await client.request("POST", paths.NAMESPACES, content=content, admin=True)
        except NotFound as error:
            raise Refused(str(error), status=error.status, reason=error.reason) from None
        registered = read_object(client, "POST", paths.NAMESPACES, answer, name=str, token=str)
    hide(str(registered["token"]))
    invocation.output().show(answer, lambda width: object_table(registered, UNCUT))
    if is_interactive():
        say("keep the token: it is not shown again, and it is all that writes into the namespace")
    return Exit.DONE


@command(_group, "show")
async def show(invocation: Invocation, name: NameArgument) -> int:
    """Print what the server knows of a namespace, its token apart."""
    path = _path(name)
    async with open_client(invocation) as client:
        answer = await client.request("GET", path)
        shown = read_object(client, "GET", path, answer, name=str)
    invocation.output().show(answer, lambda width: object_table(shown, width))
    return Exit.DONE


@command(_group, "delete")
async def delete(invocation: Invocation, name: NameArgument, yes: YesOption = False) -> int:
    """End a namespace and its token; asks first on a terminal.

    This needs FLUX_ADMIN_TOKEN. The entities of the namespace stay.
    """
    path = _path(name)
    async with open_writer(invocation) as client:
        if is_interactive() and not yes:
            await client.request("GET", path)
            question = (
                f"delete namespace {name!r} at {client.url}, so that nobody can write into it?"
            )
            if not ask(question):
                say("nothing was deleted")
                return Exit.NO
        await client.request("DELETE", path, admin=True)
    if is_interactive():
        say(f"namespace {name!r} is no longer registered; its entities stay")
    return Exit.DONE


def _path(name: str) -> str:
    if not name:
        raise UsageError("the name of a namespace is not empty; nothing was sent")
    return paths.namespace(name)
