"""Whether a person may write from an explorer, and what is asked of them before they do.

Every screen that writes goes by this; what holds though one does not is the client, which itself
refuses to send anything that writes while it is read-only.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from textual.app import App
from textual.content import Content

from flux_tui.errors import ReadOnly
from flux_tui.model.printable import printable
from flux_tui.tui.question.demands import Demand
from flux_tui.tui.workspace import Workspace

MANY = 10
"""Entities or events from which on their number has to be typed."""


def require_writable(workspace: Workspace) -> None:
    """Raises ReadOnly where nothing may be written."""
    if workspace.options.read_only or workspace.client.read_only:
        raise ReadOnly(
            "this explorer is read-only, so nothing can be published or deleted from it; "
            "start it without --read-only, or take read_only out of its profile, to write"
        )


def may_write(app: App[None], workspace: Workspace) -> bool:
    """Whether anything may be written; says why not."""
    try:
        require_writable(workspace)
    except ReadOnly as error:
        app.notify(str(error), severity="warning", markup=False)
        return False
    return True


def host_of(workspace: Workspace) -> str:
    """The name of the server's host, as one types it."""
    return urlsplit(workspace.client.url).hostname or workspace.client.url


def number_demand(count: int) -> list[Demand]:
    """Many entities or events have their number typed."""
    return [Demand("their number", str(count))] if count >= MANY else []


def host_demand(workspace: Workspace) -> list[Demand]:
    """In production the server's host is typed."""
    if not workspace.options.production:
        return []
    return [Demand("the host of this production server", host_of(workspace))]


def production_line(workspace: Workspace) -> Content:
    """What is said of a production server in a question; empty for others."""
    if not workspace.options.production:
        return Content("")
    where = printable(workspace.client.url, limit=200)
    return Content.styled(f"{where} is marked as production.", "$text-error")
