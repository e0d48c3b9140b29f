"""Templates in a folder, and an explorer that knows them."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from flux_tui.model.json import Json
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace
from tests.tui.composer.publishing import ScriptedPublisher, press, scripted
from tests.tui.workspaces import until_shown

STATE: dict[str, dict[str, Json]] = {"lamp": {"power": 40}}


def workspace(folder: Path) -> tuple[Workspace, ScriptedPublisher]:
    options = ExplorerOptions(
        url="http://flux.test:3000",
        utc=True,
        state_folder=folder / "state",
        template_folders=(folder / "templates",),
    )
    return scripted(STATE, options)


def template(folder: Path, name: str, properties: str, entity_id: str = "lamp") -> None:
    """One of an event."""
    event = _event(properties, entity_id)
    write(folder, name, f'{{"description": "sets a lamp", "event": {event}}}')


def template_of_two(folder: Path, name: str, properties: str, entity_id: str = "lamp") -> None:
    """One of a list of two events."""
    event = _event(properties, entity_id)
    write(folder, name, f'{{"events": [{event}, {event}]}}')


def write(folder: Path, name: str, text: str) -> None:
    """A file among the templates."""
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / f"{name}.json").write_text(text)


def _event(properties: str, entity_id: str) -> str:
    payload = f'{{"entity_id": "{entity_id}", "properties": {properties}}}'
    return f'{{"stream": "lab", "source": "me", "payload": {payload}}}'


async def list_templates(pilot: Pilot[None], key: str = "T") -> None:
    """Have the templates listed, to choose from."""
    await press(pilot, key)
    await until_shown(pilot, "type to find")


async def choose_first(pilot: Pilot[None]) -> None:
    """Be asked for what the first template wants."""
    await list_templates(pilot)
    await press(pilot, "enter")
