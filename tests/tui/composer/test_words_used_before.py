"""The words that a person used before are there in the next form, and in the next explorer."""

from __future__ import annotations

import re
from pathlib import Path

from textual.pilot import Pilot

from flux_tui.client.sent.entry import Origin
from flux_tui.client.sent.ledger import Ledger
from flux_tui.client.sent.store import Store
from flux_tui.model.event import Event, setting
from flux_tui.tui.composer.used_words import MOST_USED, UsedWords
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace
from tests.client.sent.kept import bytes_of, event, keep
from tests.tui.composer.publishing import (
    SENSORS,
    exploring,
    press,
    scripted,
    type_event,
    type_text,
)
from tests.tui.workspaces import FrozenClock, screen_of, until, until_shown


def sent_of(stream: str, source: str, entity_id: str) -> Event:
    return setting(stream, source, entity_id, {"power": 1})


async def workspace_after(folder: Path, *events: Event) -> Workspace:
    """An explorer of a server to which an earlier one has sent some events, one by one."""
    options = ExplorerOptions(url="http://flux.test:3000", utc=True, state_folder=folder)
    ledger = Ledger.of(folder, options.url, FrozenClock())
    for one in events:
        await ledger.write(lambda store, one=one: keep(store, [one]))  # type: ignore[misc]
    ledger.close()
    return scripted(SENSORS, options)[0]


def field(pilot: Pilot[None], name: str) -> str:
    found = re.search(rf"│ {name} +(\S*)", screen_of(pilot))
    return "" if found is None else found[1]


async def test_the_next_explorer_offers_the_stream_and_the_source_used_last(tmp_path: Path) -> None:
    earlier = (sent_of("lab", "me", "lamp-1"), sent_of("office", "desk", "lamp-2"))
    workspace = await workspace_after(tmp_path, *earlier)
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await until(pilot, lambda: field(pilot, "Stream") == "office", "the stream used last")
        assert field(pilot, "Source") == "desk"
        await type_text(pilot, "lamp-1")  # the cursor is where something is wanted
        await until(pilot, lambda: field(pilot, "Entity") == "lamp-1", "the id as typed")


async def test_the_next_explorer_completes_from_what_was_sent_before(tmp_path: Path) -> None:
    earlier = (sent_of("lab.lamps", "me", "lamp-1"), sent_of("office", "desk", "lamp-2"))
    workspace = await workspace_after(tmp_path, *earlier)
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await until(pilot, lambda: field(pilot, "Stream") == "office", "the words of before")
        await press(pilot, "shift+tab", "shift+tab", "ctrl+u")
        await type_text(pilot, "la")
        await until(pilot, lambda: field(pilot, "Stream") == "lab.lamps", "the completion")


async def test_the_form_of_an_entity_has_them_and_counts_as_untouched(tmp_path: Path) -> None:
    workspace = await workspace_after(tmp_path, sent_of("office", "desk", "lamp-2"))
    async with exploring(workspace) as pilot:
        await press(pilot, "e")
        await until(pilot, lambda: field(pilot, "Stream") == "office", "the stream used last")
        await press(pilot, "escape")
        await until(pilot, lambda: "event from" not in screen_of(pilot), "the list")
        drafts = workspace.desk.drafts
        assert drafts is not None
        assert not drafts.edits


async def test_a_new_event_has_the_words_that_another_form_has_used() -> None:
    workspace, publisher = scripted(SENSORS)
    async with exploring(workspace) as pilot:
        await press(pilot, "e")
        await type_event(pilot, "office", "desk", "", "")
        await until_shown(pilot, "changed only")
        await press(pilot, "a", "ctrl+s")
        await until(pilot, lambda: publisher.published, "a publication")
        await press(pilot, "escape", "n")
        await until_shown(pilot, "new event")
        assert (field(pilot, "Stream"), field(pilot, "Source")) == ("office", "desk")


async def test_an_entity_that_was_written_to_before_has_the_words_of_that(tmp_path: Path) -> None:
    earlier = (sent_of("lab", "me", "sensor-01"), sent_of("office", "desk", "lamp-2"))
    workspace = await workspace_after(tmp_path, *earlier)
    async with exploring(workspace) as pilot:
        await press(pilot, "e")
        await until(pilot, lambda: field(pilot, "Stream") == "lab", "the entity's own stream")
        assert field(pilot, "Source") == "me"
        await press(pilot, "escape", "down", "e")
        await until_shown(pilot, "event from sensor-02")
        await until(pilot, lambda: field(pilot, "Stream") == "office", "the stream used last")


def test_what_is_used_in_this_run_comes_before_what_was_used_before() -> None:
    used = UsedWords()
    used.take(sent_of("lab", "me", "lamp-1"))
    used.recall([sent_of("office", "me", "lamp-2"), sent_of("lab", "desk", "lamp-3")])
    assert list(reversed(used.streams)) == ["lab", "office"]
    assert list(reversed(used.sources)) == ["me", "desk"]
    assert used.words_for("lamp-3") == ("lab", "desk")
    assert used.words_for("never written to") == ("lab", "me")
    used.recall([sent_of("office", "me", f"lamp-{n}") for n in range(2 * MOST_USED)])
    assert len(used.entities) == MOST_USED
    assert list(reversed(used.entities))[:2] == ["lamp-1", "lamp-2"]


def test_undos_and_deletions_are_nobodys_words(tmp_path: Path) -> None:
    store = Store(tmp_path / "sent.sqlite")
    keep(store, [event("a", p=1), event("b", p=1)])
    keep(store, [event("c", p=1)], origin=Origin.SERIES)
    keep(store, [event("d", p=1)], origin=Origin.UNDO)
    keep(store, [event("e", p=1)], origin=Origin.DELETION)
    assert [one.entity_id for one in store.latest(9)] == ["c", "a"]
    assert [one.entity_id for one in store.latest(1)] == ["c"]


async def test_no_file_is_made_to_look_for_words(tmp_path: Path) -> None:
    ledger = Ledger.of(tmp_path, "http://flux.test:3000", FrozenClock())
    assert await ledger.latest(9) == []
    assert not bytes_of(tmp_path)
