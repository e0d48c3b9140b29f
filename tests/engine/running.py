"""Engines for tests: a process of its own as a person starts it, or one within the test."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from flux_tui.engine.engine import Engine
from flux_tui.engine.http.server import EngineServer
from flux_tui.engine.listening import listen
from flux_tui.engine.log.event_log import EventLog, Retention
from flux_tui.engine.log.memory import MemoryLog
from flux_tui.engine.namespaces.registry import Registry
from flux_tui.engine.namespaces.store import MemoryNamespaces
from flux_tui.engine.settings import Access, ServeSettings
from flux_tui.model.clock import Clock, SystemClock
from tests.ports import free_port

START_SECONDS = 30
"""How long an engine may take to say that it serves, on a machine that is busy."""


@dataclass
class EngineProcess:
    """``flux-tui serve`` in a process of its own."""

    process: subprocess.Popen[str]
    line: str
    errors: IO[str] | None = None

    @property
    def url(self) -> str:
        """Where it serves."""
        return self.line.split()[1]

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Tell it to stop, by its pid; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(START_SECONDS)

    def told(self) -> str:
        """What it has told on standard error, where that is kept."""
        assert self.errors is not None
        self.errors.seek(0)
        return self.errors.read()

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
    nats: str | None = None,
    env: Mapping[str, str] | None = None,
    program: str | None = None,
    told: bool = False,
) -> Iterator[EngineProcess]:
    """An engine on a free port, in memory unless ``data`` or ``nats`` says where; stopped at the
    end.

    ``told`` keeps what it tells on standard error.
    """
    where = ["--data", str(data)] if data is not None else [] if nats else ["--memory"]
    if nats is not None:
        where += ["--nats", nats]
    with tempfile.TemporaryFile("w+") if told else contextlib.nullcontext() as errors:
        process = subprocess.Popen(
            command("--port", str(free_port()), *where, *options, program=program),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=environment(env),
        )
        with process:
            try:
                yield EngineProcess(process, _first_line(process), errors)
            finally:
                if process.poll() is None:
                    process.terminate()
                    try:
                        process.wait(START_SECONDS)
                    except subprocess.TimeoutExpired:
                        process.kill()


def failure(*options: str, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """The exit code and the one sentence of an engine that does not start."""
    done = subprocess.run(
        command(*options),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        env=environment(env),
        check=False,
    )
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.returncode, done.stderr


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
    registry: Registry | None = None


@contextlib.asynccontextmanager
async def local_engine(
    log: EventLog | None = None,
    *,
    access: Access = Access(),  # noqa: B008 - frozen
    clock: Clock | None = None,
    retention: Retention | None = None,
    send_buffer: int | None = None,
) -> AsyncIterator[LocalEngine]:
    """An engine on the running loop, on a free port; its log is in memory unless given.

    Where ``access`` keeps namespaces apart, their registrations are in memory, too.

    ``send_buffer`` is how many bytes the kernel may keep for a connection that does not read.
    """
    clock = clock or SystemClock()
    engine = Engine(log or MemoryLog(clock), clock, retention)
    await engine.start()
    registry = Registry(MemoryNamespaces(), clock) if access.namespaces else None
    if registry is not None:
        await registry.start()
    with contextlib.closing(listen(ServeSettings(port=0, access=access))) as listener:
        if send_buffer is not None:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
        host, port = listener.getsockname()[:2]
        server = EngineServer(engine, access, listener, registry)
        ready = asyncio.Event()
        serving = asyncio.create_task(server.serve(ready.set))
        try:
            await asyncio.wait_for(ready.wait(), START_SECONDS)
            yield LocalEngine(f"http://{host}:{port}", engine, registry)
        finally:
            server.stop()
            await serving
            await engine.close()


async def until(condition: Callable[[], object], seconds: float = START_SECONDS) -> None:
    """Wait until a condition holds; fails after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        await asyncio.sleep(0.005)
