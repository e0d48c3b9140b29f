"""Nothing is told by colour alone: whatever differs reads otherwise in black and white, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from flux_tui.client import Phase
from flux_tui.model.json import Json
from flux_tui.tui.options import ExplorerOptions
from tests.tui.workspaces import app_of, screen_of, until, until_shown, workspace_of

URL = "http://flux.test:3000"


@dataclass(frozen=True)
class Case:
    """What an explorer shows of one entity beside another, after some keys."""

    status: Json = "ok"
    phase: Phase = Phase.LIVE
    options: ExplorerOptions = field(default_factory=lambda: ExplorerOptions(URL, profile="lab"))
    keys: Sequence[str] = ()

    async def text(self) -> str:
        """The screen without its colours."""
        state: dict[str, dict[str, Json]] = {
            "lab-1": {"status": self.status, "n": 1},
            "lab-2": {"status": "ok", "n": 2},
        }
        workspace = workspace_of(state, phase=self.phase, options=self.options)
        async with app_of(workspace).run_test(size=(118, 30)) as pilot:
            await until_shown(pilot, "lab-2")
            await until(pilot, lambda: pilot.app.focused is not None)
            await pilot.press(*self.keys)
            await pilot.pause()
            return screen_of(pilot)


USUAL = Case()
PROFILE = USUAL.options

OTHERS = {
    "failing": (Case(status="failing"), "✗"),
    "warning": (Case(status="warning"), "!"),
    "stale": (Case(phase=Phase.STALE), "○ stale"),
    "production": (Case(options=replace(PROFILE, production=True)), "PRODUCTION"),
    "read-only": (Case(options=replace(PROFILE, read_only=True)), "read-only"),
    "marked": (Case(keys=["space"]), "◆"),
    "paused": (Case(keys=["p"]), "paused"),
    "wrong filter": (Case(keys=["slash", *"temp>"]), "expected"),
    "folded": (Case(keys=["left", "left"]), "▸"),
    "reversed": (Case(keys=["S"]), "reversed"),
}
"""What may be the case, and the sign or the word that says so."""


@pytest.mark.parametrize("what", OTHERS)
async def test_it_is_said_by_a_sign_or_a_word(what: str) -> None:
    case, sign = OTHERS[what]
    assert sign in await case.text()
    assert sign not in await USUAL.text()


@pytest.mark.parametrize("keys", [["j"], ["enter", "j"], ["tab", "tab", "j"]])
async def test_where_the_cursor_is_is_seen_in_each_pane(keys: Sequence[str]) -> None:
    before, after = await Case(keys=keys[:-1]).text(), await Case(keys=keys).text()
    assert "▌" in after
    assert before != after
