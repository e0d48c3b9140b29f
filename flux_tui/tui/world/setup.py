"""How a server is set up: its connectors, and what its administrator can change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from flux_tui.client.remedies import with_remedy
from flux_tui.errors import FluxTuiError, NotFound, Refused, Unreachable
from flux_tui.model.inline import interval_text, size_text
from flux_tui.model.instant import NS
from flux_tui.model.printable import printable
from flux_tui.tui.explorer.chooser import Chooser, Offer
from flux_tui.tui.question.question import Question
from flux_tui.tui.workspace import Workspace
from flux_tui.tui.world.panel import Line
from flux_tui.tui.writing import host_demand, production_line

if TYPE_CHECKING:
    from flux_tui.protocol.answers import AdminConfig, Connectors, Health

Setting = bool | int
"""A value of the configuration: a switch, or a number."""

NAMES = {
    "rate_limit_enabled": "rate limit",
    "rate_limit_per_namespace_per_minute": "events a minute for each namespace",
    "body_size_limit_single_bytes": "largest event, bytes",
    "body_size_limit_batch_bytes": "largest batch, bytes",
}
"""What a person calls each setting; one that is not known here is shown by its own name."""


async def server_text(workspace: Workspace) -> str:
    """What a server says that it is; a real Flux says nothing, and is known by that."""
    try:
        health = await workspace.client.health()
    except NotFound:
        return "Flux"
    except FluxTuiError as error:
        return printable(str(error), limit=300)
    return _health_text(health)


def _health_text(health: Health) -> str:
    parts = (
        f"{health.engine} {health.version}",
        f"{health.log} log at {health.sequence:,}",
        f"up {interval_text(round(health.uptime_seconds * NS))}",
        "" if health.status == "ok" else health.status,
    )
    return printable(" · ".join(part for part in parts if part), limit=300)


def connector_lines(connectors: Connectors) -> list[Line]:
    """A line each: what is on first."""
    found = sorted(connectors.connectors, key=lambda one: (not one.enabled, one.name))
    return [
        Line(
            printable(one.name, limit=60),
            ((printable(one.status, limit=60).replace("_", " "), _look(one.status, one.enabled)),),
        )
        for one in found
    ]


def _look(status: str, enabled: bool) -> str:
    if not enabled:
        return "dim"
    return "live" if status in ("connected", "ok", "running", "active") else "warning"


def config_lines(config: AdminConfig) -> list[Line]:
    """A line a setting; its key is the name on the wire."""
    return [
        Line(NAMES.get(name, name), ((_shown(name, value), ""),), key=name)
        for name, value in settings_of(config).items()
    ]


def settings_of(config: AdminConfig) -> Mapping[str, Setting]:
    """The settings by their names on the wire."""
    found = config.model_dump()
    return {name: value for name, value in found.items() if isinstance(value, bool | int)}


def _shown(name: str, value: Setting) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:,} ({size_text(value)})" if name.endswith("_bytes") else f"{value:,}"


def problem_lines(error: FluxTuiError, what: str) -> list[Line]:
    """Why something cannot be shown, and what to do."""
    if isinstance(error, NotFound):
        return [Line(f"this server has no {what}", part="dim")]
    return [Line(problem_text(error), part="warning")]


def problem_text(error: FluxTuiError) -> str:
    """Why the server did not do what was asked, and what to do."""
    if isinstance(error, Refused) and error.status in (401, 403):
        return printable(f"refused: {with_remedy(error.reason)}", limit=300)
    if isinstance(error, Unreachable):
        return "the server does not answer"
    return printable(str(error), limit=300)


def value_chooser(name: str, value: Setting) -> Chooser[Setting]:
    """Asks for another value of a setting; a number is typed."""
    title = NAMES.get(name, name)
    if isinstance(value, bool):
        return Chooser(title, [Offer("on", True, value), Offer("off", False, not value)])

    def typed(text: str) -> Offer[Setting] | None:
        digits = text.replace(",", "").replace("_", "").replace(" ", "")
        return Offer(f"{int(digits):,}", int(digits)) if _is_number(digits) else None

    return Chooser(
        title,
        [],
        typed,
        asks=f"now {value:,}: type another number",
        nothing="that is no whole number",
    )


def _is_number(digits: str) -> bool:
    return digits.isascii() and digits.isdecimal() and 0 < len(digits) < 16


def change_question(workspace: Workspace, name: str, before: Setting, after: Setting) -> Question:
    """Asks before a setting of the whole server is changed."""
    text = f"{NAMES.get(name, name)}: {_shown(name, before)} → {_shown(name, after)}"
    where = printable(workspace.client.url, limit=200)
    lines = [production_line(workspace), Content(text), Content(f"for everybody on {where}")]
    return Question(
        "change the server's configuration",
        Content("\n").join(line for line in lines if line.plain),
        do="Change",
        demands=host_demand(workspace),
        grave=workspace.options.production,
    )
