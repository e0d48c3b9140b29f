from __future__ import annotations

import re

from flux_tui.model.inline import value_text
from flux_tui.model.json import Json
from tests.recordings import snapshot
from tests.terminal.explorer import explorer, listed
from tests.terminal.recorded_flux import recorded_flux
from tests.terminal.terminal import Terminal

SPEED = 12.0
"""Recorded seconds in one: the order and the bursts stay, and the test does not take a minute."""


def stands(name: str, value: Json, terminal: Terminal) -> bool:
    """Whether the detail has a property's row with this value."""
    shown = rf"\[{len(value)}\]" if isinstance(value, list) else re.escape(value_text(value))
    return re.search(rf"\b{re.escape(name)} +(?:[▾▸] )?{shown} ", terminal.text) is not None


async def test_a_minute_of_a_real_flux_over_its_websocket_ends_with_its_own_final_values() -> None:
    final = {entity.id: entity.properties for entity in snapshot("live")}
    async with (
        recorded_flux("live", speed=SPEED) as (url, flux),
        explorer(url, columns=160, lines=50) as terminal,
    ):
        await terminal.shows("live", " ws ", "cpu:0")
        await flux.ended.wait()
        await terminal.until(
            lambda: sorted(listed(terminal)) == sorted(final), "exactly the final ids"
        )
        await terminal.shows(f"{len(final)} entities")
        for entity_id in sorted(final):
            await terminal.click(f" {entity_id} ")
            await terminal.shows(f" {entity_id} ──")
            for name, value in final[entity_id].items():
                await terminal.until(
                    lambda name=name, value=value: stands(name, value, terminal),  # type: ignore[misc]
                    f"{entity_id} with {name} = {value!r}",
                )
