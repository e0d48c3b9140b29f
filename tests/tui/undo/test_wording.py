"""What is said of an undo once it is done."""

from __future__ import annotations

from flux_tui.tui.undo.wording import done_text


def test_what_was_left_is_said_with_the_key_that_leads_to_it() -> None:
    assert done_text([], 1, "u") == (
        "undone: 1 entity brought back to what was; u goes further back"
    )
    assert done_text([], 2, "u", "L") == (
        "a part is undone: 2 entities brought back to what was; L has the rest, u goes further back"
    )
