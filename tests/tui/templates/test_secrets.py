"""What a template takes from the environment is sent, and kept and shown nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from flux_tui.client import Step
from flux_tui.model.entity import Entity
from flux_tui.model.event import Event, setting
from flux_tui.tui.composer.delivering.outbox import Outbox
from tests.tui.composer.publishing import (
    exploring,
    only,
    press,
    type_event,
    type_text,
)
from tests.tui.templates.template_files import (
    choose_first,
    template,
    template_of_two,
    workspace,
)
from tests.tui.workspaces import NOON, lines_of, screen_of, until, until_shown


async def test_a_secret_is_sent_and_kept_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template(tmp_path, "key", '{"key": "{{env:LAMP_KEY}}", "p": "{{p=1}}"}')
    monkeypatch.delenv("LAMP_KEY", raising=False)
    opened, publisher = workspace(tmp_path)
    async with exploring(opened) as pilot:
        await choose_first(pilot)
        await until_shown(pilot, "not set in the environment: LAMP_KEY")
        monkeypatch.setenv("LAMP_KEY", "hush-hush")
        await type_text(pilot, "2")
        await press(pilot, "enter")
        await until_shown(pilot, "{{env:LAMP_KEY")
        state = tmp_path / "state"
        await until(
            pilot,
            lambda: any(b"LAMP_KEY" in file.read_bytes() for file in state.rglob("*.drafts")),
        )
        assert "hush-hush" not in screen_of(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        assert publisher.published[0][0].properties == {"key": "hush-hush", "p": "2"}
        await pilot.pause()
    for file in state.rglob("*"):
        assert file.is_dir() or b"hush" not in file.read_bytes()


async def test_what_is_not_set_is_said_where_it_is_wanted_and_keeps_nothing_from_being_filled_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template(tmp_path, "key", '{"key": "{{env:LAMP_KEY}}", "p": "{{p=1}}"}')
    monkeypatch.delenv("LAMP_KEY", raising=False)
    opened, publisher = workspace(tmp_path)
    async with exploring(opened) as pilot:
        await choose_first(pilot)
        await until_shown(pilot, "LAMP_KEY. To send, quit and")
        (row,) = (line for line in lines_of(pilot) if "LAMP_KEY  " in line)
        assert "! not set in the environment" in row
        await press(pilot, "enter")
        await until_shown(pilot, "new event")
        await until_shown(pilot, "{{env:LAMP_KEY")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "nothing was sent")
        assert publisher.published == []


async def test_a_secret_that_could_not_be_sent_leaves_no_digest_and_its_failure_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template(tmp_path, "key", '{"key": "{{env:LAMP_KEY}}"}')
    monkeypatch.setenv("LAMP_KEY", "1234")
    opened, publisher = workspace(tmp_path)
    publisher.fate = lambda event: (Step.FAILED, f"no {event.properties}")
    async with exploring(opened, (160, 40)) as pilot:
        await choose_first(pilot)
        await press(pilot, "enter")
        await until_shown(pilot, "{{env:LAMP_KEY")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        await until_shown(pilot, "no {'key': '{{env:LAMP_KEY}}'}")
    sent = publisher.published[0][0]._replace(event_id=None, timestamp=None)
    assert sent.properties == {"key": "1234"}
    masked = setting(sent.stream, sent.source, "lamp", {"key": "{{env:LAMP_KEY}}"})
    kept = b"".join(f.read_bytes() for f in (tmp_path / "state").rglob("*") if f.is_file())
    assert digest(masked) in kept, "it is looked for as it is written"
    assert digest(sent) not in kept
    assert b"1234" not in kept
    reopened, _ = workspace(tmp_path)
    async with exploring(reopened, (160, 40)) as pilot:
        await press(pilot, "n")
        await until_shown(pilot, "no {'key': '{{env:LAMP_KEY}}'}")


def digest(event: Event) -> bytes:
    """What the drafts' file knows an event by."""
    outbox = Outbox(lambda: 0)
    outbox.make_ready([event])
    return outbox.tried[0].content.encode()


async def test_after_a_restart_a_secret_is_still_put_in_or_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template(tmp_path, "key", '{"key": "{{env:LAMP_KEY}}"}')
    monkeypatch.setenv("LAMP_KEY", "hush-hush")
    async with exploring(workspace(tmp_path)[0]) as pilot:
        await choose_first(pilot)
        await press(pilot, "enter")
        await until_shown(pilot, "{{env:LAMP_KEY")
    monkeypatch.delenv("LAMP_KEY")
    opened, publisher = workspace(tmp_path)
    async with exploring(opened) as pilot:
        await press(pilot, "n")
        await until_shown(pilot, "{{env:LAMP_KEY")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "not set in the environment: LAMP_KEY")
        assert publisher.published == []


async def test_what_the_environment_sets_is_called_no_change_nowhere_and_shown_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template(tmp_path, "key", '{"key": "{{env:LAMP_KEY}}", "power": 40}')
    monkeypatch.setenv("LAMP_KEY", "hush-hush")
    opened, publisher = workspace(tmp_path)
    opened.world.load([Entity("lamp", {"power": 40, "key": "old"}, NOON)])
    async with exploring(opened) as pilot:
        await choose_first(pilot)
        await until_shown(pilot, "~ lamp  key from the environment, was old")
        await press(pilot, "enter")
        await until_shown(pilot, "~ sets 1 of 2 properties of lamp from the environment")
        opened.world.load([Entity("lamp", {"power": 39, "key": "hush-hush"}, NOON)])
        await until_shown(pilot, "changes 1 of 2 properties of lamp, and sets 1 from the env")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
    assert only(publisher.published).properties == {"key": "hush-hush", "power": 40}


async def test_a_batch_counts_apart_what_the_environment_sets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template_of_two(tmp_path, "two", '{"key": "{{env:LAMP_KEY}}"}')
    monkeypatch.setenv("LAMP_KEY", "hush-hush")
    opened, _ = workspace(tmp_path)
    opened.world.load([Entity("lamp", {"key": "hush-hush"}, NOON)])
    async with exploring(opened) as pilot:
        await choose_first(pilot)
        await until_shown(pilot, "template two")
        await press(pilot, "enter")
        await until_shown(pilot, "2 events: 1 from the environment, 1 without change")
        await until_shown(pilot, "key from the environment, was hush-hush")


async def test_a_placeholder_of_the_environment_that_no_template_wanted_is_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAMP_KEY", "hush-hush")
    opened, publisher = workspace(tmp_path)
    async with exploring(opened) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "lamp", "", "key", "{{env:LAMP_KEY}}")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "{{env:LAMP_KEY}} goes out as it stands")
    assert not publisher.published
