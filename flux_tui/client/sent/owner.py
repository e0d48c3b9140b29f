"""Who is sending: a process, so that what one left unfinished can be told from what goes on."""

from __future__ import annotations

import os
from functools import cache

import psutil


@cache
def own_name() -> str:
    """This process, in a way that no later one of the same number has."""
    return _name(os.getpid()) or ""


def is_alive(owner: str) -> bool:
    """Whether that process still runs, on this machine."""
    pid = owner.partition("@")[0]
    return pid.isdecimal() and _name(int(pid)) == owner


def _name(pid: int) -> str | None:
    try:
        return f"{pid}@{psutil.Process(pid).create_time():.2f}"
    except (psutil.Error, OverflowError):
        return None
