"""What a person does with files in a composer."""

from __future__ import annotations

from textual import events
from textual.pilot import Pilot

from tests.tui.composer.publishing import press, type_text
from tests.tui.workspaces import until_shown


async def open_in(pilot: Pilot[None], key: str, title: str, name: str) -> None:
    """Open a file in the composer that a key opens."""
    await press(pilot, key)
    await until_shown(pilot, title)
    await press(pilot, "ctrl+o")
    await until_shown(pilot, "open a file of events")
    await type_text(pilot, name)
    await press(pilot, "enter")


def drop(pilot: Pilot[None], text: str) -> None:
    """Drop a file on the terminal, which pastes its path."""
    event = events.Paste(text)
    event.set_sender(pilot.app)
    pilot.app.post_message(event)
