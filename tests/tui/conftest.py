"""Pilots wait for the event loop instead of watching the clocks; see ``quiet_loop``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping

import pytest

from tests.tui.quiet_loop import QuietLoop, wait_for_rest


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop of every test in here."""
    return {"quiet": QuietLoop}


@pytest.fixture(scope="session", autouse=True)
def _pilots_wait_for_the_loop() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual.pilot.wait_for_idle", wait_for_rest)
        patch.setattr("textual.app.wait_for_idle", wait_for_rest)
        yield
