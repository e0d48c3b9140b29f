"""Settings that hold for every test."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from functools import cache

import httpx
import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "patient",
    max_examples=45,  # other ones in each run; "thorough" looks at many in one
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.register_profile("thorough", settings.get_profile("patient"), max_examples=2_000)
settings.load_profile("patient")

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
"""What is compiled is kept. Else each worker would prepare each file of tests in each run, and each
process that a test starts would compile the explorer anew."""

for _clipboard in ("DISPLAY", "TMUX", "WAYLAND_DISPLAY"):
    # what a test copies is not to be found in the clipboard of whoever runs it
    os.environ.pop(_clipboard, None)

SELDOM = (50_000, 20, 5)
"""Objects until the garbage is looked through, and such looks until older ones are: the usual 700
have a third of a run's time go to it, since all that pytest knows lies in the way."""

gc.set_threshold(*SELDOM)

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # as in a shell's background job; processes that tests start would be deaf to ctrl+c, too
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _garbage_is_looked_for_as_before() -> Iterator[None]:
    """What is tested has its own ways with the garbage. They are not those of the next test, which
    would wait for all that those before have left behind."""
    yield
    if gc.get_threshold() != SELDOM or not gc.isenabled():
        gc.unfreeze()
        gc.set_threshold(*SELDOM)
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _authorities_are_read_once() -> Iterator[None]:
    """Each client that a test makes with httpx would read whom the web trusts, though it asks a
    server without TLS: four times the work of its question."""
    with pytest.MonkeyPatch.context() as patch:
        once = cache(httpx.create_ssl_context)
        patch.setattr("httpx._transports.default.create_ssl_context", once)
        yield


WAITING = frozenset({"terminal", "demo", "faults", "nats", "engine"})
"""Folders whose tests wait for processes and networks: they go first, so that a run ends with many
short tests to share out, and no worker sits one long file out."""

LONG = frozenset({"snapshots", "themes"})
"""Folders with the longest files, which one worker has to itself: they go next, for the same."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that wait go first, then long ones; the order within a folder stays."""

    def place(item: pytest.Item) -> tuple[bool, bool]:
        folders = item.path.parts
        return WAITING.isdisjoint(folders), LONG.isdisjoint(folders)

    items.sort(key=place)
