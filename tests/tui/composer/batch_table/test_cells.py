"""What is typed in a cell stands at its place in the text, and nowhere else."""

from __future__ import annotations

import json

from textual import events

from tests.tui.bursts import burst
from tests.tui.composer.batch_table.tables import STATE, go_to, write_table
from tests.tui.composer.batches import editor_of, line, write_batch
from tests.tui.composer.publishing import exploring, press, scripted, type_text
from tests.tui.workspaces import until, until_shown

TEXT = """[
  {"stream": "lab", "source": "me", "payload":
    {"entity_id": "sensor-01", "properties": {"temperature": 2.250e1, "room": "\\u0041"}}},
  {"stream": "lab", "source": "me", "payload": {"entity_id": "b", "properties": {"n": null}}}
]"""


async def test_a_cell_is_typed_and_only_its_place_in_the_text_changes() -> None:
    workspace, publisher = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_table(pilot, TEXT, "2 events: 1 new, 1 changing")
        await until_shown(pilot, "temperature 20.5 → 22.5")
        await go_to(pilot, "temperature")
        await type_text(pilot, "23.00")
        await until_shown(pilot, "20.5 → 23.0")
        await press(pilot, "enter")
        await until(pilot, lambda: editor_of(pilot).text == TEXT.replace("2.250e1", "23.00"))
        await press(pilot, "f2")
        await until(pilot, lambda: editor_of(pilot).cursor_location == (3, 0))
        await until_shown(pilot, '"properties": {"temperature": 23.00')
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        assert publisher.published[0][0].properties == {"temperature": 23, "room": "A"}


async def test_a_cell_keeps_its_type_unless_another_one_is_chosen() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, line("x", code="22", on=True, at=[1, 2]))
        await until_shown(pilot, "1 event: 1 new")
        await press(pilot, "f2")
        await go_to(pilot, "code")
        await press(pilot, "enter", "3", "enter")
        await go_to(pilot, "on")
        await type_text(pilot, "false")
        await press(pilot, "ctrl+t")
        await until_shown(pilot, "null")
        await press(pilot, "ctrl+t", "ctrl+t", "enter")
        await go_to(pilot, "at")
        await press(pilot, "enter", "backspace", "enter")
        await until_shown(pilot, "✗ ] is missing at the end")
        await type_text(pilot, ", 3]")
        await press(pilot, "enter")
        properties = json.loads(editor_of(pilot).text)["payload"]["properties"]
        assert properties == {"code": "223", "on": "false", "at": [1, 2, 3]}


async def test_a_property_is_added_as_a_column_and_taken_from_an_event() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, line("a", n=1) + "\n" + line("b", n=2))
        await press(pilot, "ctrl+home", "f2", "end")
        await type_text(pilot, "unit\n")
        await type_text(pilot, "C\n")
        await until_shown(pilot, "unit")
        first, second = editor_of(pilot).text.split("\n")
        assert json.loads(first)["payload"]["properties"] == {"n": 1, "unit": "C"}
        assert second == line("b", n=2)
        await go_to(pilot, "n")
        await press(pilot, "delete")
        assert json.loads(editor_of(pilot).text.split("\n")[1])["payload"]["properties"] == {}


async def test_keys_in_one_burst_fill_cells_in_order() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "b", "f2")
        burst(pilot, "ctrl+n", *"box", "tab", *"lab", "tab", *"me", "enter")
        burst(pilot, "ctrl+n", *"bix", "enter", "end", *"n", "enter", *"17", "enter", "up", "f2")
        await until(pilot, lambda: '"properties": {"n": 17}' in editor_of(pilot).text)
        await until(pilot, lambda: editor_of(pilot).display)
        first, second = map(json.loads, editor_of(pilot).text.split("\n"))
        assert (first["payload"]["entity_id"], first["stream"], first["source"]) == (
            "box",
            "lab",
            "me",
        )
        assert (second["stream"], second["source"]) == ("lab", "me")


async def test_a_text_pasted_into_a_cell_is_its_text() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, line("a", note="x"))
        await until_shown(pilot, "1 event")
        await press(pilot, "f2")
        await go_to(pilot, "note")
        pilot.app.post_message(events.Paste('say "hi"\x1b\n'))
        await until_shown(pilot, 'say "hi"␛')
        await press(pilot, "enter")
        assert json.loads(editor_of(pilot).text)["payload"]["properties"] == {
            "note": 'say "hi"\x1b'
        }
