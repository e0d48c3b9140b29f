"""Real NATS servers for tests: processes on free loopback ports, their streams in a directory."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.ports import free_ports

START_SECONDS = 30
"""How long servers may take until JetStream is ready, on a machine that is busy."""

TAKEN = "address already in use"
"""Why a server ends that was started while a connection that just ended had its port."""

MEGABYTE = 1024 * 1024

MAX_PAYLOAD = 8 * MEGABYTE
"""More than NATS's own 1 MB: large messages are part of what is tested."""

MORE_THAN_IS_ON_ITS_WAY = 40 * MEGABYTE
"""More than the kernel takes for a server that does not read, and than a client keeps unsent."""


def program() -> str:
    """The server's path: beside Python, where pip puts it, or anywhere."""
    beside = Path(sys.executable).with_name("nats-server")
    found = str(beside) if beside.exists() else shutil.which("nats-server")
    assert found is not None, "install the test extra: it brings nats-server"
    return found


@dataclass
class NatsServer:
    """One server; it may be stopped, killed, frozen and started again on the same port."""

    directory: Path
    port: int
    monitor: int
    extra: str = ""
    scheme: str = "nats"
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """What it calls itself."""
        return self.directory.name

    @property
    def url(self) -> str:
        """Where clients connect."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it; it may not be ready yet."""
        self.directory.mkdir(parents=True, exist_ok=True)
        configuration = self.directory / "server.conf"
        configuration.write_text(
            f'server_name: "{self.name}"\nlisten: "127.0.0.1:{self.port}"\n'
            f'http: "127.0.0.1:{self.monitor}"\nmax_payload: {MAX_PAYLOAD}\n'
            f'jetstream {{ store_dir: "{self.directory}", max_mem: 256MB, max_file: 64GB }}\n'
            f"{self.extra}\n"
        )
        with (self.directory / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [program(), "-c", str(configuration)], stdout=log, stderr=log
            )

    def wait_until_ready(self) -> None:
        """Wait until its JetStream takes requests, in a cluster once it has a leader."""
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            assert self.process is not None
            log = self.directory / "log"
            if self.process.poll() is not None:
                assert TAKEN in log.read_text().splitlines()[-1], log.read_text()
                self.start()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.02)

    def is_ready(self) -> bool:
        """Whether it says that all is well."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.monitor}/healthz", timeout=5):
                return True
        except OSError:  # Refused, or "unavailable" as an HTTP error.
            return False

    def kill(self) -> None:
        """End it as a crash would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Have it end in peace."""
        self._end(signal.SIGTERM)

    def freeze(self) -> None:
        """Have it do nothing, its connections open."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Have it go on."""
        self._signal(signal.SIGCONT)

    def _end(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self._signal(number)
            self._signal(signal.SIGCONT)
            self.process.wait(START_SECONDS)
        self.process = None

    def _signal(self, number: int) -> None:
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)


@contextlib.contextmanager
def nats_server(directory: Path, extra: str = "", scheme: str = "nats") -> Iterator[NatsServer]:
    """One server with JetStream; ``extra`` is more of its configuration."""
    port, monitor = free_ports(2)
    server = NatsServer(directory / "nats", port, monitor, extra, scheme)
    try:
        server.start()
        server.wait_until_ready()
        yield server
    finally:
        server.kill()


@dataclass
class NatsCluster:
    """Servers that share their streams."""

    servers: Sequence[NatsServer]

    @property
    def urls(self) -> str:
        """All of them, as ``--nats`` takes them."""
        return ",".join(server.url for server in self.servers)

    def named(self, name: str) -> NatsServer:
        """One of them."""
        return next(server for server in self.servers if server.name == name)

    def start(self) -> None:
        """Start those that do not run, and wait until all are ready."""
        for server in self.servers:
            if server.process is None:
                server.start()
        for server in self.servers:
            server.wait_until_ready()


@contextlib.contextmanager
def nats_cluster(directory: Path, size: int = 3) -> Iterator[NatsCluster]:
    """A cluster with JetStream."""
    ports = free_ports(3 * size)
    routes = ", ".join(f'"nats-route://127.0.0.1:{port}"' for port in ports[2 * size :])
    servers = [
        NatsServer(
            directory / f"nats-{number + 1}",
            ports[number],
            ports[size + number],
            f'cluster {{ name: "test", listen: "127.0.0.1:{ports[2 * size + number]}", '
            f"routes: [{routes}] }}",
        )
        for number in range(size)
    ]
    cluster = NatsCluster(servers)
    try:
        cluster.start()
        yield cluster
    finally:
        for server in servers:
            server.kill()
