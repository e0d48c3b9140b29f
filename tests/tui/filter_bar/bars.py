"""The filter bar on the screen."""

from __future__ import annotations

from textual.pilot import Pilot

from flux_tui.tui.filter_bar.filter_bar import FilterBar


def bar_of(pilot: Pilot[None]) -> FilterBar:
    return pilot.app.screen.query_one("#filter-bar", FilterBar)
