"""What reaches far is asked about with its numbers, before anything leaves the machine."""

from __future__ import annotations

from dataclasses import replace

from flux_tui.client import FluxClient
from flux_tui.client.publishing.batches import LANES
from flux_tui.model.event import DELETED
from flux_tui.model.json import Json
from flux_tui.tui.composer.asking import LARGE_BATCH
from tests.tui.composer.batches import lines_of, paste
from tests.tui.composer.publishing import exploring, press, scripted, type_event, type_text
from tests.tui.composer.registries import Registry
from tests.tui.workspaces import screen_of, until, until_shown


async def test_a_tombstone_made_by_hand_is_asked_about_by_the_name_of_what_goes() -> None:
    workspace, publisher = scripted({"sensor-1": {"n": 1}})
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "lab", "me", "sensor-1", "", DELETED, "true")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "This deletes 1 entity: sensor-1.")
        await press(pilot, "escape")
        assert not publisher.published
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "This deletes 1 entity: sensor-1.")
        await press(pilot, "y")
        await until(pilot, lambda: workspace.world.get("sensor-1") is None)


async def test_many_tombstones_have_their_number_typed_and_those_of_nothing_are_counted() -> None:
    state: dict[str, dict[str, Json]] = {f"s-{n}": {"n": 1} for n in range(9)}
    workspace, publisher = scripted(state)
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        workspace_text = lines_of(*((f"s-{n}", {DELETED: True}) for n in range(12)))
        await type_text(pilot, workspace_text)
        await until_shown(pilot, "12 events: 12 deleting")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "This deletes 12 entities (3 not there now)")
        await press(pilot, "enter")
        assert not publisher.published
        await type_text(pilot, "12\n")
        await until(pilot, lambda: len(workspace.world) == 0)


async def test_a_large_batch_is_asked_about_a_smaller_one_goes() -> None:
    workspace, publisher = scripted()
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        for number, asked in ((LARGE_BATCH - 1, False), (LARGE_BATCH, True)):
            text = lines_of(*((f"s-{n % 4}", {"n": n}) for n in range(number)))
            await paste(pilot, text)
            await until_shown(pilot, f"{number:,} events: ")
            await press(pilot, "ctrl+s")
            if asked:
                await until_shown(pilot, "Publish these 1,000 events, of 4 entities?")
                assert len(publisher.published) == 1
            else:
                await until(pilot, lambda: bool(publisher.published))
                await until_shown(pilot, "999 in the state")
                await press(pilot, "ctrl+l")


async def test_on_a_guarded_server_it_is_said_what_is_known_of_the_right_to_write() -> None:
    workspace, _ = scripted()
    workspace = replace(workspace, client=Registry("Bearer secret-of-lab"))
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "lab", "me", "lab/thing", "", "n", "1")
        await until_shown(pilot, "whether this token may write lab shows when it is sent")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "in the state after")
        await press(pilot, "escape", "n")
        await type_event(pilot, "lab/other", "", "n", "1")
        await until_shown(pilot, "this token writes lab")
        assert "secret" not in screen_of(pilot)


async def test_on_a_guarded_server_an_id_without_a_namespace_is_held_back() -> None:
    workspace, publisher = scripted()
    workspace = replace(workspace, client=Registry("Bearer secret-of-lab"))
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await type_text(pilot, lines_of(("thing", {"n": 1}), ("lab/a", {"n": 1})))
        await until_shown(pilot, "1 refused")
        await until_shown(pilot, "missing namespace prefix")
        await press(pilot, "ctrl+s", "ctrl+s")
        await until(pilot, lambda: bool(publisher.published))
        assert [event.entity_id for event in publisher.published[0]] == ["lab/a"]


class Connecting(FluxClient):
    """Notes how many connections it was to have open."""

    def __init__(self) -> None:
        super().__init__("http://flux.example")
        self.opened: list[int] = []

    async def open_connections(self, number: int) -> None:
        self.opened.append(number)


async def test_connections_are_opened_while_it_is_asked_and_no_longer() -> None:
    workspace, _ = scripted()
    client = Connecting()
    async with exploring(replace(workspace, client=client)) as pilot:
        await press(pilot, "b")
        await paste(pilot, lines_of(*((f"s-{n % 4}", {"n": n}) for n in range(LARGE_BATCH))))
        await until_shown(pilot, "1,000 events: ")
        assert not client.opened
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: client.opened == [LANES])
        await press(pilot, "escape")
        connecting = [worker for worker in pilot.app.workers if worker.group == "connecting"]
        assert not any(worker.is_running for worker in connecting)
