"""What sending once more would say yes to stands there as long as nothing else is done."""

from __future__ import annotations

import pytest

from tests.tui.composer.batches import line, write_batch
from tests.tui.composer.publishing import exploring, press, scripted, type_event
from tests.tui.workspaces import screen_of, until, until_shown

ELSEWHERE = [("f5", "again and again"), ("f4", "a series of what is written"), ("f7", "save")]


@pytest.mark.parametrize(("key", "shown"), ELSEWHERE)
async def test_a_question_in_the_form_ends_with_a_dialog_over_it(key: str, shown: str) -> None:
    workspace, publisher = scripted()
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "lab", "me", "lamp", "", "n", "1")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "in the state")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "this was sent already; ctrl+s again")
        await press(pilot, key)
        await until_shown(pilot, shown)
        await press(pilot, "escape")
        await until(pilot, lambda: "this was sent already" not in screen_of(pilot))
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "this was sent already; ctrl+s again")
        assert len(publisher.published) == 1


async def test_so_does_one_in_the_batch() -> None:
    workspace, publisher = scripted()
    async with exploring(workspace) as pilot:
        await write_batch(pilot, line("a", n=1))
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "1 event: 1 in the state")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "all of this was sent already")
        await press(pilot, "f5")
        await until_shown(pilot, "again and again")
        await press(pilot, "escape")
        await until_shown(pilot, "1 event: 1 in the state")
        assert len(publisher.published) == 1
