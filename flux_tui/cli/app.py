"""The commands, each loaded only when it is called: ``get`` must not wait for the explorer."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from types import MappingProxyType
from typing import Any

import typer
from typer.core import TyperGroup

from flux_tui.cli.explorer_options import (
    FeedOption,
    HistoryOption,
    NamespaceOption,
    PrefixOption,
    ReadOnlyOption,
    ScopeOption,
    VersionOption,
    WhereOption,
    WorldOption,
)
from flux_tui.cli.options import (
    CaFileOption,
    InsecureTlsOption,
    Invocation,
    JsonOption,
    LogFileOption,
    ProfileOption,
    UrlOption,
    UtcOption,
)
from flux_tui.cli.quick import PlainParameters

MODULES: Mapping[str, str] = MappingProxyType(
    {
        "demo": "demo",
        "serve": "serve",
        "publish": "publish",
        "batch": "batch",
        "templates": "templates",
        "get": "state",
        "list": "state",
        "delete": "delete",
        "batch-delete": "delete",
        "health": "server",
        "connectors": "server",
        "admin-config": "server",
        "namespaces": "namespaces",
    }
)
"""Each command's module in this package; its ``app`` holds the command. In the help's order."""


class LazyGroup(PlainParameters, TyperGroup):
    """A group whose commands are imported by name.

    Typer keeps the types of its contexts and commands to itself, hence ``Any``.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command, without loading any."""
        return list(MODULES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """One command, loaded now; None when there is none of that name."""
        if cmd_name not in self.commands and cmd_name in MODULES:
            module = import_module(f"flux_tui.cli.{MODULES[cmd_name]}")
            self.commands.update(typer.main.get_group(module.app).commands)
        return super().get_command(ctx, cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the first argument names; a typo is answered by what is near it."""
        close = [] if args[0] in MODULES else get_close_matches(args[0], MODULES)
        if close:
            ctx.fail(f"no such command {args[0]!r}, did you mean {' or '.join(close)}")
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=LazyGroup,
    name="flux-tui",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    url: UrlOption = None,
    profile: ProfileOption = None,
    feed: FeedOption = None,
    read_only: ReadOnlyOption = False,
    where: WhereOption = "",
    prefix: PrefixOption = None,
    namespace: NamespaceOption = None,
    scope: ScopeOption = None,
    history_mb: HistoryOption = None,
    world_mb: WorldOption = None,
    json: JsonOption = False,
    utc: UtcOption = False,
    ca_file: CaFileOption = None,
    insecure_tls: InsecureTlsOption = False,
    log_file: LogFileOption = None,
    version: VersionOption = False,
) -> int:
    """Watch, question and change a Flux world; without a command: the explorer."""
    context.obj = Invocation(
        url=url,
        profile=profile,
        json=json,
        utc=utc,
        ca_file=ca_file,
        insecure_tls=insecure_tls,
        log_file=log_file,
        feed=feed,
        read_only=read_only,
        where=where,
        prefix=prefix,
        namespace=namespace,
        scope=scope,
        history_mb=history_mb,
        world_mb=world_mb,
    )
    if context.invoked_subcommand is not None:
        return 0
    from flux_tui.cli.explore import explore

    return explore(context.obj)
