"""Options of ``flux-tui`` without a command: what of which world the explorer opens, and how."""

from __future__ import annotations

from typing import Annotated

import typer


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"flux-tui {version('flux-tui')}")
        raise typer.Exit


FeedOption = Annotated[
    str | None, typer.Option("--feed", metavar="sse|ws|poll", help="Force a transport.")
]
ReadOnlyOption = Annotated[bool, typer.Option("--read-only", help="Change nothing.")]
WhereOption = Annotated[
    str, typer.Option("--where", metavar="QUERY", help="Show what matches only.")
]
PrefixOption = Annotated[
    str | None, typer.Option("--prefix", metavar="P", help="Open ids that start with it only.")
]
NamespaceOption = Annotated[
    str | None, typer.Option("--namespace", metavar="N", help="Open ids of the form N/... only.")
]
ScopeOption = Annotated[
    str | None,
    typer.Option("--scope", metavar="QUERY", help="Open what matches only, of ids and values."),
]
HistoryOption = Annotated[
    int | None, typer.Option("--history-mb", metavar="N", help="Memory for past values [32].")
]
WorldOption = Annotated[
    int | None, typer.Option("--world-mb", metavar="N", help="Memory for the world [half of all].")
]
VersionOption = Annotated[
    bool,
    typer.Option("--version", callback=_show_version, is_eager=True, help="Show it and exit."),
]
