"""How the program is loaded."""

from __future__ import annotations

import gc

import pytest

from flux_tui.__main__ import run


def test_garbage_is_looked_for_again_once_a_command_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flux_tui.cli.main.main", lambda: 7 if gc.isenabled() else 1)
    assert run() == 7
    gc.unfreeze()
