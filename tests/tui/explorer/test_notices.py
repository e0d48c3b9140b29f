"""What stands where no row does is whole, or marked as cut."""

from __future__ import annotations

import flux_tui.tui.app  # noqa: F401 - whose keys are named
from flux_tui.client import Phase, SessionStatus
from flux_tui.tui.explorer.notices import notice
from flux_tui.tui.keys.naming import KeyNames

LIVE = SessionStatus(Phase.LIVE, None, 0)
LONG = "x" * 70


def said(*, total: int = 0, filter_text: str = "", scope: str = "") -> str:
    return notice(
        LIVE, "http://flux.test", KeyNames(), total=total, filter_text=filter_text, scope=scope
    )


def test_a_long_filter_is_marked_where_it_is_cut_and_not_offered_as_a_value() -> None:
    text = said(total=3, filter_text=LONG)
    assert f"Nothing matches {LONG[:60]}…\n" in text
    assert "asks for a value" not in text
    assert "status=lamp asks for a value" in said(total=3, filter_text="lamp")


def test_so_is_a_long_scope() -> None:
    assert f"the scope {LONG[:60]}….\n" in said(scope=LONG)
