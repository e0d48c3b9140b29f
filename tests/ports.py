"""Loopback ports that stay a server's own, also while it is down."""

from __future__ import annotations

import itertools
import os
import random
import socket

FIRST, EACH, SHARES = 12_000, 1_000, 20
"""Below what Linux (32768) and macOS (49152) hand out to whoever connects or asks for any port: a
server that is started again finds its port as it left it."""


def _candidates() -> itertools.cycle[int]:
    """The ports of this process: another worker of the same run has others."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % SHARES
    ports = range(FIRST + worker * EACH, FIRST + (worker + 1) * EACH)
    start = random.Random(os.getpid()).randrange(EACH)
    return itertools.cycle([*ports[start:], *ports[:start]])


_ports = _candidates()


def free_port() -> int:
    """A port that nobody listens on, and that is not given again soon."""
    for port in itertools.islice(_ports, EACH):
        try:
            with socket.create_server(("127.0.0.1", port)):
                return port
        except OSError:  # another run's
            continue
    raise AssertionError(f"no port of {EACH} is free")


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, all different."""
    return [free_port() for _ in range(count)]
