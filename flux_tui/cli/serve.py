"""``flux-tui serve``: the embedded engine."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer

from flux_tui.cli.logs import start_log
from flux_tui.cli.options import Invocation
from flux_tui.errors import UsageError
from flux_tui.model.instant import NS

app = typer.Typer(rich_markup_mode=None, add_completion=False)

LogLevel: TypeAlias = Literal["debug", "info", "warning", "error"]


@app.command(name="serve")
def serve(
    context: typer.Context,
    host: Annotated[
        str, typer.Option("--host", metavar="H", help="The address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option("--port", metavar="P", min=0, max=65535, help="0 takes a free one."),
    ] = 3000,
    memory: Annotated[
        bool, typer.Option("--memory", help="Keep the log in memory: it ends with the engine.")
    ] = False,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", help="Where the log is kept.", show_default=False),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            metavar="T",
            envvar="FLUX_TOKEN",
            help="Demand it of every write.",
            show_default=False,
            show_envvar=True,
        ),
    ] = None,
    protect_reads: Annotated[
        bool, typer.Option("--protect-reads", help="Demand the token of every read too.")
    ] = False,
    insecure: Annotated[
        bool, typer.Option("--insecure", help="Let everybody write, on any address.")
    ] = False,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host",
            metavar="H",
            help="Another name the engine is called by; repeatable.",
            show_default=False,
        ),
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-origin",
            metavar="O",
            show_default=False,
            help="A web page's origin that may use the engine, or *; repeatable.",
        ),
    ] = None,
    keep_days: Annotated[
        float, typer.Option("--keep-days", metavar="N", min=0, help="How long events are kept.")
    ] = 7,
    keep_gb: Annotated[
        float, typer.Option("--keep-gb", metavar="N", min=0, help="How much is kept at most.")
    ] = 10,
    log_level: Annotated[
        LogLevel, typer.Option("--log-level", help="What is told on standard error.")
    ] = "warning",
    nats: Annotated[str | None, typer.Option("--nats", hidden=True)] = None,
    auth: Annotated[bool, typer.Option("--auth", hidden=True)] = False,
) -> int:
    """Run an engine that speaks Flux's API, until it is interrupted."""
    if nats is not None or auth:
        flag = "--auth" if nats is None else "--nats"
        raise UsageError(f"{flag} is not available in this version; start the engine without it")
    if memory and data is not None:
        raise UsageError("--memory keeps nothing in a directory; give it or --data, not both")
    if protect_reads and not token:
        raise UsageError("--protect-reads needs a token; give one with --token or FLUX_TOKEN")
    logging.basicConfig(level=log_level.upper(), stream=sys.stderr, format=LOG_FORMAT)
    if isinstance(context.obj, Invocation):
        start_log(context.obj.log_file, "serve")

    from flux_tui.engine.log.event_log import Retention
    from flux_tui.engine.server import run
    from flux_tui.engine.settings import Access, ServeSettings

    access = Access(
        token=token or None,
        admin_token=os.environ.get("FLUX_ADMIN_TOKEN") or None,
        protect_reads=protect_reads,
        hosts=frozenset(name.lower() for name in allow_host or ()),
        origins=frozenset(allow_origin or ()),
    )
    directory = None if memory else data or _default_directory()
    retention = Retention(age=round(keep_days * 86_400 * NS), size=round(keep_gb * 10**9))
    run(ServeSettings(host, port, directory, insecure, retention, access), _announce)
    return 0


LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def _default_directory() -> Path:
    from platformdirs import user_data_path

    return user_data_path("flux-tui", appauthor=False)


def _announce(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
