"""Options that several commands share, and what one run was asked for by them."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Annotated, Any, Concatenate, ParamSpec, cast

import typer

from flux_tui.cli.exits import Exit
from flux_tui.cli.logs import start_log
from flux_tui.cli.output import Output, abandon_output
from flux_tui.cli.quick import PlainCommand
from flux_tui.config import Flags, Settings, resolve

UrlOption = Annotated[
    str | None,
    typer.Option("--url", metavar="URL", help="Server, http(s)://host[:port][/base] [FLUX_URL]."),
]
ProfileOption = Annotated[
    str | None, typer.Option("--profile", metavar="NAME", help="Server of config.toml.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON also on a terminal.")]
UtcOption = Annotated[bool, typer.Option("--utc", help="Times in UTC, not local.")]
CaFileOption = Annotated[
    Path | None,
    typer.Option("--ca-file", metavar="FILE", help="Certificates (PEM) to trust instead."),
]
InsecureTlsOption = Annotated[
    bool, typer.Option("--insecure-tls", help="Do not check the server's certificate.")
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
LogFileOption = Annotated[
    Path | None,
    typer.Option("--log-file", metavar="FILE", help="Write what a bug report needs, no token."),
]


@dataclass(frozen=True, slots=True)
class Invocation:
    """What the options say, those before the command and those after it together."""

    url: str | None = None
    profile: str | None = None
    json: bool = False
    utc: bool = False
    ca_file: Path | None = None
    insecure_tls: bool = False
    log_file: Path | None = None
    feed: str | None = None
    read_only: bool = False
    where: str = ""
    prefix: str | None = None
    namespace: str | None = None
    scope: str | None = None
    history_mb: int | None = None
    world_mb: int | None = None

    def overlaid(self, nearer: Invocation) -> Invocation:
        """The same, with what stands nearer to the command's words counting more."""
        given = {
            field.name: value
            for field in fields(self)
            if (value := getattr(nearer, field.name)) not in (None, False, "")
        }
        return replace(self, **given)

    def settings(self) -> Settings:
        """These options weighed with the environment and the profile; raises UsageError."""
        return resolve(
            Flags(
                url=self.url,
                profile=self.profile,
                feed=self.feed,
                prefix=self.prefix,
                namespace=self.namespace,
                scope=self.scope,
                read_only=self.read_only,
                ca_file=self.ca_file,
                insecure_tls=self.insecure_tls,
                history_mb=self.history_mb,
                world_mb=self.world_mb,
            )
        )

    def output(self) -> Output:
        """Standard output as these options want it."""
        return Output(force_json=self.json, utc=self.utc)


def _shared(
    url: UrlOption = None,
    profile: ProfileOption = None,
    json: JsonOption = False,
    utc: UtcOption = False,
    ca_file: CaFileOption = None,
    insecure_tls: InsecureTlsOption = False,
    log_file: LogFileOption = None,
) -> None:
    """The options that every command takes after its name, too."""


_SHARED = inspect.signature(_shared, eval_str=True).parameters

P = ParamSpec("P")
Body = Callable[Concatenate[Invocation, P], int | Awaitable[int]]


def commands() -> typer.Typer:
    """A module's commands, to be registered with ``command``; their help is plain text."""
    return typer.Typer(rich_markup_mode=None)


def command(app: typer.Typer, name: str) -> Callable[[Body[P]], Body[P]]:
    """Register a command: a function of the run's Invocation and of its own parameters.

    It answers its exit code. What it is documented by is its help; the shared options are added.
    """

    def register(body: Body[P]) -> Body[P]:
        own = list(inspect.signature(body, eval_str=True).parameters.values())[1:]
        context = inspect.Parameter(
            "context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context
        )
        parameters = [
            parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            for parameter in (*own, *_SHARED.values(), context)
        ]

        def run(**values: Any) -> int:
            before: Invocation = values.pop("context").obj
            after = Invocation(**{name: values.pop(name) for name in _SHARED})
            invocation = before.overlaid(after)
            start_log(invocation.log_file, name)
            try:
                outcome: int | Awaitable[int] = cast("Callable[..., Any]", body)(
                    invocation, **values
                )
                return outcome if isinstance(outcome, int) else asyncio.run(_awaited(outcome))
            except BrokenPipeError:
                abandon_output()
                return Exit.DONE

        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in parameters}
        app.command(name, cls=PlainCommand, help=inspect.getdoc(body))(run)
        return body

    return register


async def _awaited(outcome: Awaitable[int]) -> int:
    return await outcome
