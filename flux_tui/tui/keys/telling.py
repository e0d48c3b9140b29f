"""Tells a person once what is wrong with the keys in the configuration."""

from __future__ import annotations

import asyncio

from textual.app import App

from flux_tui.tui.keys.known import known_bindings, load_all
from flux_tui.tui.keys.own_keys import OwnKeys
from flux_tui.tui.keys.problems import problems

MOST = 5
"""Problems that are told; whoever has more will find them one after another."""

READING = 15.0
"""Seconds that each stands there: it names a file and what to write there."""


async def tell_problems(app: App[None], own: OwnKeys) -> None:
    """After the first picture: what is known of all screens takes long to load."""
    await asyncio.to_thread(load_all)
    for problem in problems(own, known_bindings())[:MOST]:
        app.notify(problem, severity="warning", timeout=READING, markup=False)
