"""A template is filled in anew for each round, as long as nobody has changed what it made."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from flux_tui.client.templates.filled import Filled
from flux_tui.client.templates.template import read_template
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.repeating.wording import first_rounds
from flux_tui.tui.workspace import Workspace
from tests.tui.composer.publishing import ScriptedPublisher, exploring, press, scripted, type_text
from tests.tui.workspaces import until_shown


def workspace(folder: Path, member: str = "event") -> tuple[Workspace, ScriptedPublisher]:
    """An explorer that has one template."""
    payload = '{"entity_id": "lamp-{{n}}", "properties": {"k": "{{n}}", "id": "{{uuid}}"}}'
    event = f'{{"stream": "lab", "source": "{{{{who=me}}}}", "payload": {payload}}}'
    body = event if member == "event" else f"[{event}, {event}]"
    (folder / "count.json").write_text(f'{{"{member}": {body}}}')
    return scripted({}, ExplorerOptions("http://flux.test", template_folders=(folder,)))


async def fill_in(pilot: Pilot[None], then: str) -> None:
    await press(pilot, "T")
    await until_shown(pilot, "type to find")
    await press(pilot, "enter")
    await until_shown(pilot, "template count")
    await press(pilot, "enter")
    await until_shown(pilot, then)


async def begin(pilot: Pilot[None]) -> None:
    await press(pilot, "f5")
    await until_shown(pilot, "publish again and again")


async def repeat(pilot: Pilot[None]) -> None:
    await type_text(pilot, "100ms")
    await press(pilot, "down")
    await type_text(pilot, "3\n")


def test_the_first_rounds_are_as_far_apart_as_they_will_be() -> None:
    payload = '{"entity_id": "lamp", "properties": {"at": "{{now}}"}}'
    event = f'{{"stream": "s", "source": "me", "payload": {payload}}}'
    filled = Filled(read_template(f'{{"event": {event}}}', "t"), {})
    assert first_rounds(filled, 1000, 2.5) == [
        "1  lamp  at=1000",
        "2  lamp  at=3500",
        "3  lamp  at=6000",
    ]


async def test_an_event_of_a_template_is_another_each_time(tmp_path: Path) -> None:
    opened, publisher = workspace(tmp_path)
    async with exploring(opened) as pilot:
        await fill_in(pilot, "new event")
        await begin(pilot)
        await until_shown(pilot, "The template count is filled in anew each time")
        await until_shown(pilot, "1  lamp-1  k=1  id=")
        await until_shown(pilot, "3  lamp-3  k=3  id=")
        await repeat(pilot)
        await until_shown(pilot, "the template count: no longer repeated")
        events = [event for events in publisher.published for event in events]
        assert [event.entity_id for event in events] == ["lamp-1", "lamp-2", "lamp-3"]
        assert [(event.properties or {})["k"] for event in events] == [1, 2, 3]
        assert len({(event.properties or {})["id"] for event in events}) == 3


async def test_a_batch_of_a_template_goes_on_counting(tmp_path: Path) -> None:
    opened, publisher = workspace(tmp_path, "events")
    async with exploring(opened) as pilot:
        await fill_in(pilot, "2 events: 2 new")
        await begin(pilot)
        await until_shown(pilot, "2  lamp-3  k=3")
        await repeat(pilot)
        await until_shown(pilot, "no longer repeated")
        ids = [[event.entity_id for event in events] for events in publisher.published]
        assert ids == [[f"lamp-{k}", f"lamp-{k + 1}"] for k in (1, 3, 5)]


@pytest.mark.parametrize("member", ["event", "events"])
async def test_what_was_changed_since_goes_out_as_it_stands(tmp_path: Path, member: str) -> None:
    opened, publisher = workspace(tmp_path, member)
    async with exploring(opened) as pilot:
        await fill_in(pilot, "new event" if member == "event" else "2 events: 2 new")
        if member == "event":
            await press(pilot, "ctrl+n")
            await type_text(pilot, "z\n1")
        else:
            await press(pilot, "ctrl+home")
            await type_text(pilot, "\n")
            await until_shown(pilot, "+     3  lamp-1")
        await begin(pilot)
        await until_shown(pilot, "what stands here now is published")
        await repeat(pilot)
        await until_shown(pilot, "no longer repeated")
        first = [event.properties for event in publisher.published[0]]
        assert [[e.properties for e in events] for events in publisher.published] == [first] * 3
