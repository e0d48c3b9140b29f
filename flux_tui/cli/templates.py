"""``flux-tui templates``: the templates that there are, and what they ask for."""

from __future__ import annotations

from flux_tui.cli.exits import Exit
from flux_tui.cli.options import Invocation, command, commands
from flux_tui.cli.output import say
from flux_tui.cli.table import Column, render
from flux_tui.client.templates.folders import Found, find_templates
from flux_tui.config import config_path
from flux_tui.config.explorer import load_explorer_settings, template_folders
from flux_tui.model.json import Json, JsonObject
from flux_tui.model.printable import printable
from flux_tui.protocol.json_text import encode_ascii

app = commands()


@command(app, "templates")
def templates(invocation: Invocation) -> int:
    """Print the templates there are, and what each asks for."""
    folders = template_folders(config_path(), load_explorer_settings(config_path()).templates)
    found = find_templates(folders)
    if not found:
        say(f"there are no templates in {', '.join(map(str, folders))}")
    answer = encode_ascii([_as_json(each) for each in found]).encode()
    invocation.output().show(answer, lambda width: _table(found, width))
    return Exit.DONE


def _as_json(found: Found) -> JsonObject:
    template = found.template
    head: JsonObject = {"name": found.name, "path": str(found.path)}
    if template is None:
        return {**head, "problem": found.problem}
    asks: list[Json] = [
        {"name": prompt.name, "kind": prompt.kind.value, "default": prompt.default}
        for prompt in template.prompts
    ]
    environment: list[Json] = [*sorted(template.environment)]
    return {
        **head,
        "description": template.description,
        "events": len(template.events),
        "asks": asks,
        "environment": environment,
    }


def _table(found: list[Found], width: int) -> str:
    columns = [Column("name"), Column("events", right=True), Column("asks"), Column("for")]
    return render(columns, [_row(each) for each in found], width)


def _row(found: Found) -> tuple[str, str, str, str]:
    template = found.template
    if template is None:
        return printable(found.name), "✗", "", printable(found.problem)
    asks = [
        prompt.name if prompt.default is None else f"{prompt.name}={prompt.default}"
        for prompt in template.prompts
    ]
    return (
        printable(found.name),
        str(len(template.events)),
        printable(" ".join(asks)),
        printable(template.description),
    )
