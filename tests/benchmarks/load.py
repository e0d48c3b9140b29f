"""Load on a server: wrk where it is installed, else a process of our own.

Ours is a Python program, takes more of the machine than wrk, and so measures the server as slower
than it is; every figure of it says so.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from urllib.parse import urlsplit

SECONDS = 5
"""How long each load lasts."""

BATCH = 100
"""Events in a batch."""

UPDATES = 5
"""Properties that each event of a ``wide`` batch sets; others set three."""

ENTITIES = 1000
"""Entities that our own load writes to, by turns, as wrk's do."""

PATHS = {"single": "/api/events", "batch": "/api/events/batch", "wide": "/api/events/batch"}

SINGLE_LUA = """
wrk.method = "POST"
local number = 0
function request()
  number = number + 1
  return wrk.format(nil, "/api/events", nil, string.format(
    '{"stream":"bench","source":"wrk","timestamp":1,"payload":{"entity_id":"sensor-%d",'
    .. '"properties":{"temperature":%d.5,"unit":"celsius","status":"ok"}}}',
    number % 1000, number))
end
"""

BATCH_LUA = """
wrk.method = "POST"
local bodies = {}
for body = 1, 20 do
  local events = {}
  for event = 1, 100 do
    events[event] = string.format(
      '{"stream":"bench","source":"wrk","timestamp":1,"payload":{"entity_id":"sensor-%d",'
      .. '"properties":{"temperature":%d.5,"unit":"celsius"}}}', (body * 100 + event) % 1000, event)
  end
  bodies[body] = '{"events":[' .. table.concat(events, ",") .. ']}'
end
local number = 0
function request()
  number = number + 1
  return wrk.format(nil, "/api/events/batch", nil, bodies[number % 20 + 1])
end
"""

SCRIPTS = {"single": SINGLE_LUA, "batch": BATCH_LUA}


def generator() -> str:
    """What makes the load here."""
    return "wrk" if shutil.which("wrk") else "a Python process"


def request_rate(url: str, kind: str, connections: int, seconds: int = SECONDS) -> float:
    """Requests a second, each ``single`` or a ``batch``; raises RuntimeError if one is refused."""
    with loading(url, kind, connections, seconds) as process:
        output, _ = process.communicate()
    return rate_of(output)


def rate_of(output: str) -> float:
    """The requests a second that a load has printed; raises RuntimeError if one was refused."""
    found = re.search(r"Requests/sec:\s+([\d.]+)", output)
    if found is None or "Non-2xx" in output:
        raise RuntimeError(f"the load was refused: {output}")
    return float(found[1])


@contextmanager
def loading(
    url: str, kind: str, connections: int, seconds: int, rate: float | None = None
) -> Iterator[subprocess.Popen[str]]:
    """A load in a process of its own, which prints its rate at the end; killed when left early.

    With ``rate`` each connection sends so many requests a second, else as many as it can.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(SCRIPTS.get(kind, ""))
        file.flush()
        if rate is None and shutil.which("wrk"):
            options = ["-t1", f"-c{connections}", f"-d{seconds}s", "-s", file.name]
            command = ["wrk", *options, url]
        else:
            arguments = [url, kind, *map(str, (connections, seconds, rate or 0))]
            command = [sys.executable, "-m", "tests.benchmarks.load", *arguments]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def _bodies(kind: str) -> list[bytes]:
    def event(number: int) -> dict[str, object]:
        properties = {"temperature": number + 0.5, "unit": "celsius", "floor": number % 7}
        if kind == "wide":
            properties |= {"status": "ok", "open": number % 3 == 0}
        payload = {"entity_id": f"sensor-{number % ENTITIES}", "properties": properties}
        return {"stream": "bench", "source": "load", "timestamp": 1, "payload": payload}

    if kind == "single":
        return [json.dumps(event(number)).encode() for number in range(ENTITIES)]
    starts = range(0, 20 * BATCH, BATCH)
    return [
        json.dumps({"events": [event(n) for n in range(start, start + BATCH)]}).encode()
        for start in starts
    ]


async def _load(url: str, kind: str, connections: int, seconds: float, rate: float) -> str:
    """What ``python -m tests.benchmarks.load`` prints: the same words as wrk's."""
    parts = urlsplit(url)
    head = f"POST {PATHS[kind]} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: "
    requests = [f"{head}{len(body)}\r\n\r\n".encode() + body for body in _bodies(kind)]
    loop = asyncio.get_running_loop()
    began = loop.time()
    done = refused = 0

    async def connection() -> None:
        nonlocal done, refused
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        for number, request in enumerate(cycle(requests)):
            if rate:
                await asyncio.sleep(max(0.0, began + number / rate - loop.time()))
            writer.write(request)
            answer = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", answer)
            await reader.readexactly(int(length[1]) if length else 0)
            done += 1
            refused += not answer.startswith(b"HTTP/1.1 2")
            if loop.time() > began + seconds:
                break
        writer.close()

    await asyncio.gather(*(connection() for _ in range(connections)))
    complaint = f"Non-2xx responses: {refused}\n" if refused else ""
    return f"{complaint}Requests/sec: {done / seconds:.2f}"


if __name__ == "__main__":
    _, where, what, count, duration, pace = sys.argv
    print(asyncio.run(_load(where, what, int(count), float(duration), float(pace))))
