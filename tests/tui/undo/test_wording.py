"""What is said of an undo once it is done."""

from __future__ import annotations

import pytest

from flux_tui.replica.undo.plan import Reach
from flux_tui.tui.undo.wording import done_text


@pytest.mark.parametrize(
    ("reach", "said"),
    [
        (Reach(1, 0, 0), "undone: 1 entity brought back to what was"),
        (Reach(0, 0, 6), "undone: 6 entities deleted again"),
        (Reach(1, 1, 1), "undone: 2 entities brought back to what was and 1 entity deleted again"),
    ],
)
def test_it_is_said_what_was_brought_back_and_what_was_deleted(reach: Reach, said: str) -> None:
    assert done_text([], reach, "u") == f"{said}; u goes further back"


def test_what_was_left_is_said_with_the_key_that_leads_to_it() -> None:
    assert done_text([], Reach(2, 0, 0), "u", "L") == (
        "a part is undone: 2 entities brought back to what was; L has the rest, u goes further back"
    )
