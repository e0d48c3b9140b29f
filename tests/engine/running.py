"""Engines for tests: a process of its own as a person starts it, or one within the test."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flux_tui.engine.engine import Engine
from flux_tui.engine.http.server import EngineServer
from flux_tui.engine.listening import listen
from flux_tui.engine.log.event_log import EventLog
from flux_tui.engine.log.memory import MemoryLog
from flux_tui.engine.settings import Access, ServeSettings
from flux_tui.model.clock import Clock, SystemClock

START_SECONDS = 30
"""How long an engine may take to say that it serves, on a machine that is busy."""


@dataclass
class EngineProcess:
    """``flux-tui serve`` in a process of its own."""

    process: subprocess.Popen[str]
    line: str

    @property
    def url(self) -> str:
        """Where it serves."""
        return self.line.split()[1]

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Tell it to stop, by its pid; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(START_SECONDS)

    def kill(self) -> None:
        """End it as a crash would."""
        self.process.kill()
        self.process.wait(START_SECONDS)


def command(*options: str, program: str | None = None) -> list[str]:
    """The command line of ``flux-tui serve``; ``program`` is run before it, to set constants."""
    run = "import runpy; runpy.run_module('flux_tui', run_name='__main__')"
    how = ["-m", "flux_tui"] if program is None else ["-c", f"{program}; {run}"]
    return [sys.executable, *how, "serve", *options]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment without what would configure an engine or a client."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("FLUX_")}
    return own | {"PYTHONUNBUFFERED": "1"} | dict(extra or {})


@contextlib.contextmanager
def engine_process(
    *options: str,
    data: Path | None = None,
    env: Mapping[str, str] | None = None,
    program: str | None = None,
) -> Iterator[EngineProcess]:
    """An engine on a free port, in memory unless ``data`` says where; stopped at the end."""
    where = ["--memory"] if data is None else ["--data", str(data)]
    process = subprocess.Popen(
        command("--port", "0", *where, *options, program=program),
        stdout=subprocess.PIPE,
        text=True,
        env=environment(env),
    )
    with process:
        try:
            yield EngineProcess(process, _first_line(process))
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(START_SECONDS)
                except subprocess.TimeoutExpired:
                    process.kill()


def _first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("serving http://"), (line, process.wait(START_SECONDS))
    return line.rstrip("\n")


@dataclass
class LocalEngine:
    """An engine within the test, behind a real loopback socket."""

    url: str
    engine: Engine


@contextlib.asynccontextmanager
async def local_engine(
    log: EventLog | None = None,
    *,
    access: Access = Access(),  # noqa: B008 - frozen
    clock: Clock | None = None,
    send_buffer: int | None = None,
) -> AsyncIterator[LocalEngine]:
    """An engine on the running loop, on a free port; its log is in memory unless given.

    ``send_buffer`` is how many bytes the kernel may keep for a connection that does not read.
    """
    clock = clock or SystemClock()
    engine = Engine(log or MemoryLog(clock), clock)
    await engine.start()
    with contextlib.closing(listen(ServeSettings(port=0, access=access))) as listener:
        if send_buffer is not None:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
        host, port = listener.getsockname()[:2]
        server = EngineServer(engine, access, listener)
        ready = asyncio.Event()
        serving = asyncio.create_task(server.serve(ready.set))
        try:
            await asyncio.wait_for(ready.wait(), START_SECONDS)
            yield LocalEngine(f"http://{host}:{port}", engine)
        finally:
            server.stop()
            await serving
            await engine.close()


async def until(condition: Callable[[], bool], seconds: float = START_SECONDS) -> None:
    """Wait until a condition holds; fails after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        await asyncio.sleep(0.005)
