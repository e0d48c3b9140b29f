"""What the screen is worth, in words, as time goes on."""

from __future__ import annotations

import pytest

from flux_tui.client import Phase, SessionStatus, Trouble
from flux_tui.model.instant import NS
from flux_tui.tui.status_bar.wording import counted, without_url, worth
from tests.tui.workspaces import NOON


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "○ offline, retrying in 4 s"),
        (3.1, "○ offline, retrying in 1 s"),
        (4.0, "○ offline, retrying"),
        (14.0, "○ offline, retrying"),
    ],
)
def test_an_attempt_is_counted_down_to_and_then_under_way(seconds: float, words: str) -> None:
    status = SessionStatus(Phase.OFFLINE, None, NOON, retry_at=NOON + 4 * NS)
    assert worth(status, NOON + round(seconds * NS), utc=True) == words


def test_of_a_world_that_was_never_seen_nothing_is_counted() -> None:
    never = SessionStatus(Phase.OFFLINE, None, NOON)
    assert counted(0, never, "entity", "entities") == ""
    assert counted(7, never, "entity", "entities") == "7 entities so far"
    seen = SessionStatus(Phase.LIVE, None, NOON, verified=NOON)
    assert counted(0, seen, "entity", "entities") == "0 entities"
    assert counted(1, seen, "entity", "entities") == "1 entity"


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (None, "○ offline"),
        (Trouble.AWAY, "○ offline"),
        (Trouble.REFUSED, "✗ refused"),
        (Trouble.FAILING, "✗ server fails"),
        (Trouble.NOT_UNDERSTOOD, "✗ no Flux answers"),
        (Trouble.TOO_LARGE, "✗ too large to follow"),
    ],
)
def test_a_server_that_answers_is_never_called_offline(trouble: Trouble | None, words: str) -> None:
    assert worth(SessionStatus(Phase.OFFLINE, None, NOON, trouble=trouble), NOON, utc=True) == words


def test_how_long_ago_it_was_verified_is_told_and_never_negative() -> None:
    status = SessionStatus(Phase.LIVE, None, NOON, verified=NOON)
    assert worth(status, NOON + 90 * NS, utc=True) == "● live · verified 90 s ago"
    assert worth(status, NOON - 3600 * NS, utc=True) == "● live · verified 0 s ago"


def test_a_problem_is_told_without_the_address_that_would_leave_no_room_for_it() -> None:
    url = "http://flux.test:3000/base"
    told = f"{url}/api/state/entities refused: no token; set FLUX_TOKEN"
    assert without_url(told, url) == "the server refused: no token; set FLUX_TOKEN"
    told = f"the world of {url} takes more than 1 MB; open a part of it with --prefix"
    assert without_url(told, url).startswith("the world of the server takes more")
