"""What became of a session can be read in the log afterwards."""

from __future__ import annotations

import logging

import pytest

from flux_tui.client import Phase, SessionStatus, Trouble
from flux_tui.client.session.diary import Diary
from flux_tui.client.status import StatusBoard
from flux_tui.replica.acquaintance import Verdict
from tests.client.clocks import StillClock


def board_with_diary() -> StatusBoard:
    board = StatusBoard(StillClock())
    board.observe(Diary(board.status).take)
    return board


def test_what_is_news_on_the_screen_is_kept_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "flux_tui")
    board = board_with_diary()
    board.enter(Phase.LIVE)
    board.heal(3)
    board.enter(Phase.OFFLINE, problem="\x1b[31mno\nway", trouble=Trouble.REFUSED)
    board.meet(Verdict.EMPTY)
    board.meet(Verdict.OTHER)
    assert [record.getMessage() for record in caplog.records] == [
        "LIVE by no feed",
        "an audit healed 3 differences, 3 in all",
        "OFFLINE by no feed: ␛[31mno␊way",
        "the server's state is empty: all that was in it has vanished",
        "another world answers (log: unknown)",
    ]


def test_what_only_goes_on_is_not_written_again_and_again(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "flux_tui")
    board = board_with_diary()
    for loaded in range(100):
        board.load(loaded)
        board.verify(loaded)
    assert caplog.records == []


def test_a_status_counts_as_lately_healed_what_was_healed_together() -> None:
    clock = StillClock()
    board = StatusBoard(clock)
    board.heal(2)
    clock.pass_(20)
    board.heal(3)
    clock.pass_(20)
    assert healed(board.status, clock) == (5, 5)
    clock.pass_(11)
    assert healed(board.status, clock) == (5, 0)
    board.heal(1)
    assert healed(board.status, clock) == (6, 1)


def healed(status: SessionStatus, clock: StillClock) -> tuple[int, int]:
    """In all, and lately."""
    return status.healed, status.healed_by(clock.now())
