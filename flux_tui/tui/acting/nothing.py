"""What is said where there is nothing that something could be done with."""

from __future__ import annotations

from textual.app import App

from flux_tui.replica.view import View


def tell_nothing_to(app: App[None], do: str, view: View) -> None:
    """Say why there is nothing to ``do``: a key that does nothing leaves a person wondering."""
    if view.focus is not None and view.focus.entity is None:
        app.notify(f"a group is focused: choose an entity of it to {do}", markup=False)
        return
    why = "nothing is shown, so " if view.total and not view.shown else ""
    app.notify(f"{why}there is nothing to {do}", markup=False)
