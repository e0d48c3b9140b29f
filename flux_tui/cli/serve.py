"""``flux-tui serve``: the embedded engine."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from flux_tui.cli.logs import hide, start_log
from flux_tui.cli.nats_options import (
    CaOption,
    CertificateOption,
    CredentialsOption,
    KeyOption,
    NatsOption,
    nats_address,
)
from flux_tui.cli.options import Invocation, LogFileOption
from flux_tui.cli.serve_options import (
    AllowHostOption,
    AllowOriginOption,
    AuthOption,
    CheckOption,
    DataOption,
    HostOption,
    InsecureOption,
    KeepDaysOption,
    KeepGbOption,
    LogJsonOption,
    LogLevelOption,
    MemoryOption,
    PortOption,
    ProtectReadsOption,
    SaveOption,
    TokenOption,
)
from flux_tui.cli.standard_error import tell_from
from flux_tui.errors import UsageError
from flux_tui.model.instant import NS

if TYPE_CHECKING:
    from flux_tui.engine.log.jetstream.address import NatsAddress
    from flux_tui.engine.settings import Access

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(name="serve")
def serve(
    context: typer.Context,
    host: HostOption = "127.0.0.1",
    port: PortOption = 3000,
    memory: MemoryOption = False,
    data: DataOption = None,
    nats: NatsOption = None,
    nats_creds: CredentialsOption = None,
    nats_ca: CaOption = None,
    nats_cert: CertificateOption = None,
    nats_key: KeyOption = None,
    token: TokenOption = None,
    auth: AuthOption = False,
    protect_reads: ProtectReadsOption = False,
    insecure: InsecureOption = False,
    allow_host: AllowHostOption = None,
    allow_origin: AllowOriginOption = None,
    keep_days: KeepDaysOption = 7,
    keep_gb: KeepGbOption = 10,
    log_level: LogLevelOption = "warning",
    log_json: LogJsonOption = False,
    log_file: LogFileOption = None,
    check: CheckOption = None,
    save_to: SaveOption = None,
) -> int:
    """Run an engine that speaks Flux's API.

    It runs until it is interrupted.
    """
    _refuse_contradictions(memory, data, nats, check, save_to)
    address = nats_address(
        nats, credentials=nats_creds, ca=nats_ca, certificate=nats_cert, key=nats_key
    )
    token = _token_for_all(context, token, auth)
    access = _access(token, auth, protect_reads, allow_host or (), allow_origin or ())
    tell_from(log_level, as_json=log_json)
    start_log(log_file or _log_file_before(context), "serve")
    if check is not None:
        return _check(check, save_to)

    from flux_tui.engine.log.event_log import Retention
    from flux_tui.engine.server import run
    from flux_tui.engine.settings import ServeSettings

    directory = _directory(memory, data, address)
    retention = Retention(age=round(keep_days * 86_400 * NS), size=round(keep_gb * 10**9))
    settings = ServeSettings(host, port, directory, insecure, retention, access, address)
    run(settings, _announce)
    return 0


def _refuse_contradictions(
    memory: bool, data: Path | None, nats: str | None, check: Path | None, save_to: Path | None
) -> None:
    if memory and data is not None:
        raise UsageError("--memory keeps nothing in a directory; give it or --data, not both")
    if memory and nats is not None:
        raise UsageError("--memory keeps the log here, --nats elsewhere; give one of them")
    if save_to is not None and check is None:
        raise UsageError("--save-to saves what --check looks through; give both")


def _token_for_all(context: typer.Context, token: str | None, auth: bool) -> str | None:
    """With ``--auth`` there is none; FLUX_TOKEN, which clients take too, is left to them."""
    if not auth:
        return token
    source = context.get_parameter_source("token")
    if source is not None and source.name == "COMMANDLINE":
        raise UsageError(
            "--token is one token for all, --auth one for each namespace; give one of them"
        )
    hide(token or "")
    return None


def _access(
    token: str | None,
    auth: bool,
    protect_reads: bool,
    hosts: Iterable[str],
    origins: Iterable[str],
) -> Access:
    """Who is let in; the tokens, the administrator's among them, are masked from now on."""
    from flux_tui.engine.settings import Access

    if protect_reads and not token and not auth:
        raise UsageError(
            "--protect-reads needs a token; give one with --token or FLUX_TOKEN, or say --auth"
        )
    admin_token = os.environ.get("FLUX_ADMIN_TOKEN") or None
    if auth and admin_token is None:
        raise UsageError(
            "--auth needs FLUX_ADMIN_TOKEN, the token by which namespaces are registered; "
            'make one with: export FLUX_ADMIN_TOKEN="$(openssl rand -hex 32)"'
        )
    hide(token or "", admin_token or "")
    return Access(
        token=token or None,
        admin_token=admin_token,
        namespaces=auth,
        protect_reads=protect_reads,
        hosts=frozenset(name.lower() for name in hosts),
        origins=frozenset(origins),
    )


def _check(directory: Path, save_to: Path | None) -> int:
    """Say what is in a log, or in what was saved of it, as JSON; 1 when something is wrong."""
    from flux_tui.engine.log.check import check
    from flux_tui.engine.log.salvage import save
    from flux_tui.model.instant import format_rfc3339

    if save_to is not None:
        save(directory, save_to)
    found = check(save_to or directory)
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


def _log_file_before(context: typer.Context) -> Path | None:
    """``--log-file`` as it was given before the command's name."""
    return context.obj.log_file if isinstance(context.obj, Invocation) else None


def _directory(memory: bool, data: Path | None, address: NatsAddress | None) -> Path | None:
    """Where the engine keeps files; None where the log is in memory, or on NATS alone."""
    if data is not None or memory or address is not None:
        return data
    from platformdirs import user_data_path

    return user_data_path("flux-tui", appauthor=False)


def _announce(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
