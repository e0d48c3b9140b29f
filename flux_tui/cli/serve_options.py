"""Options of ``flux-tui serve``: where it listens, where the log is kept, who is let in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer

HostOption = Annotated[str, typer.Option("--host", metavar="H", help="The address to listen on.")]
PortOption = Annotated[
    int, typer.Option("--port", metavar="P", min=0, max=65535, help="0 takes a free one.")
]
MemoryOption = Annotated[
    bool, typer.Option("--memory", help="Keep the log in memory: it ends with the engine.")
]
DataOption = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="Where the log is kept.")
]
TokenOption = Annotated[
    str | None,
    typer.Option(
        "--token",
        metavar="T",
        envvar="FLUX_TOKEN",
        show_envvar=False,
        help="Demand it of every write [FLUX_TOKEN].",
    ),
]
ProtectReadsOption = Annotated[
    bool, typer.Option("--protect-reads", help="Demand a token of every read too.")
]
AuthOption = Annotated[
    bool,
    typer.Option(
        "--auth",
        help="A token for each namespace; needs FLUX_ADMIN_TOKEN.",
    ),
]
InsecureOption = Annotated[
    bool, typer.Option("--insecure", help="Let everybody write, on any address.")
]
AllowHostOption = Annotated[
    list[str] | None,
    typer.Option("--allow-host", metavar="H", help="Another name it is called by; repeatable."),
]
AllowOriginOption = Annotated[
    list[str] | None,
    typer.Option("--allow-origin", metavar="O", help="A web page that may use it; repeatable."),
]
KeepDaysOption = Annotated[
    float, typer.Option("--keep-days", metavar="N", min=0, help="How long events are kept.")
]
KeepGbOption = Annotated[
    float, typer.Option("--keep-gb", metavar="N", min=0, help="How much is kept at most.")
]
LogLevel: TypeAlias = Literal["debug", "info", "warning", "error"]
LogLevelOption = Annotated[
    LogLevel,
    typer.Option("--log-level", metavar="LEVEL", help="debug, info, warning or error."),
]
LogJsonOption = Annotated[
    bool, typer.Option("--log-json", help="What is told on standard error, as JSON lines.")
]
CheckOption = Annotated[
    Path | None, typer.Option("--check", metavar="DIR", help="Look through the log there and end.")
]
SaveOption = Annotated[
    Path | None,
    typer.Option("--save-to", metavar="NEW", help="Save what is whole of the checked log there."),
]
