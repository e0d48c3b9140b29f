"""The command line within the test, against an engine in a process of its own."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from flux_tui.cli.main import main
from tests.engine.running import engine_process


@dataclass(frozen=True)
class Outcome:
    """How a command ended, and what it wrote."""

    code: int
    out: bytes
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one sentence on standard error, without the program's name."""
        assert self.err.startswith("flux-tui: ")
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1
        return self.err.removeprefix("flux-tui: ").rstrip("\n")


class Flux:
    """``flux-tui`` as a function of its arguments, piped at both ends."""

    def __init__(
        self, capture: pytest.CaptureFixture[bytes], patch: pytest.MonkeyPatch, url: str
    ) -> None:
        self._capture = capture
        self._patch = patch
        self.url = url

    def __call__(self, *arguments: str, stdin: bytes = b"") -> Outcome:
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        self._capture.readouterr()
        code = main(arguments)
        out, err = self._capture.readouterr()
        return Outcome(int(code), out, err.decode())

    def put(self, entity_id: str, properties: Any) -> None:
        """Have the server know an entity, without the command line."""
        event = {
            "stream": "lab",
            "source": "test",
            "timestamp": 1,
            "payload": {"entity_id": entity_id, "properties": properties},
        }
        assert httpx.post(f"{self.url}/api/events", json=event).status_code == 200

    def state(self, entity_id: str) -> bytes:
        """What the server itself says of an entity."""
        return httpx.get(f"{self.url}/api/state/entities/{entity_id}").content

    def is_there(self, entity_id: str) -> bool:
        """Whether the server knows an entity."""
        return httpx.get(f"{self.url}/api/state/entities/{entity_id}").status_code == 200


@pytest.fixture(scope="session")
def engine_url() -> Iterator[str]:
    with engine_process() as engine:
        yield engine.url


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Nothing of whoever runs the tests; what a test logged to and hid is forgotten after it."""
    for name in ("FLUX_TOKEN", "FLUX_ADMIN_TOKEN", "FLUX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FLUX_TUI_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setattr("flux_tui.cli.logs._FORMATTER.secrets", set())
    before = list(logging.getLogger().handlers)
    yield
    for handler in list(logging.getLogger().handlers):
        if handler not in before:
            logging.getLogger().removeHandler(handler)
            handler.close()


@pytest.fixture
def flux(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, engine_url: str
) -> Flux:
    """The command line, with FLUX_URL naming the engine; each test uses ids of its own."""
    monkeypatch.setenv("FLUX_URL", engine_url)
    return Flux(capsysbinary, monkeypatch, engine_url)
