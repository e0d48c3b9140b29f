"""The options of a command that can send what a template makes."""

from __future__ import annotations

from typing import Annotated

import typer

TemplateOption = Annotated[
    str | None,
    typer.Option("--template", metavar="NAME", help="Send what a template makes instead."),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="What the template asks for, one each."),
]
