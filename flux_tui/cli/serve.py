"""``flux-tui serve``: the embedded engine."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer

from flux_tui.cli.logs import hide, start_log
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
    log_json: Annotated[bool, typer.Option("--log-json", help="Tell it as JSON lines.")] = False,
    check: Annotated[
        Path | None,
        typer.Option(
            "--check",
            metavar="DIR",
            help="Look through the log there and end.",
            show_default=False,
        ),
    ] = None,
    nats: Annotated[str | None, typer.Option("--nats", hidden=True)] = None,
    auth: Annotated[bool, typer.Option("--auth", hidden=True)] = False,
) -> int:
    """Run an engine that speaks Flux's API, until it is interrupted."""
    if nats is not None or auth:
        flag = "--auth" if nats is None else "--nats"
        raise UsageError(f"{flag} is not available in this version; start the engine without it")
    if check is not None:
        return _check(check)
    if memory and data is not None:
        raise UsageError("--memory keeps nothing in a directory; give it or --data, not both")
    if protect_reads and not token:
        raise UsageError("--protect-reads needs a token; give one with --token or FLUX_TOKEN")
    _log_to_standard_error(log_level, as_json=log_json)
    if isinstance(context.obj, Invocation):
        start_log(context.obj.log_file, "serve")

    from flux_tui.engine.log.event_log import Retention
    from flux_tui.engine.server import run
    from flux_tui.engine.settings import Access, ServeSettings

    admin_token = os.environ.get("FLUX_ADMIN_TOKEN") or None
    hide(token or "", admin_token or "")
    access = Access(
        token=token or None,
        admin_token=admin_token,
        protect_reads=protect_reads,
        hosts=frozenset(name.lower() for name in allow_host or ()),
        origins=frozenset(allow_origin or ()),
    )
    directory = None if memory else data or _default_directory()
    retention = Retention(age=round(keep_days * 86_400 * NS), size=round(keep_gb * 10**9))
    run(ServeSettings(host, port, directory, insecure, retention, access), _announce)
    return 0


LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _JsonLines(logging.Formatter):
    """Each record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        import json

        fields = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return json.dumps(fields)


def _log_to_standard_error(level: str, *, as_json: bool) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines() if as_json else logging.Formatter(LOG_FORMAT))
    logging.basicConfig(level=level.upper(), handlers=[handler])


def _check(directory: Path) -> int:
    """Say what is in a log, as JSON; 1 when something is wrong with it."""
    import json

    from flux_tui.engine.log.check import check
    from flux_tui.model.instant import format_rfc3339

    found = check(directory)
    times = [found.first_received, found.last_received]
    first, last = (format_rfc3339(time) if time else None for time in times)
    content = {
        "log_id": found.identity,
        "oldest": found.oldest,
        "newest": found.newest,
        "first_received": first,
        "last_received": last,
        "snapshots": found.snapshots,
        "bytes": found.size,
        "problems": found.problems,
    }
    sys.stdout.write(json.dumps(content) + "\n")
    return 1 if found.problems else 0


def _default_directory() -> Path:
    from platformdirs import user_data_path

    return user_data_path("flux-tui", appauthor=False)


def _announce(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
