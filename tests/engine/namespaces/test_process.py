"""``flux-tui serve --auth`` as an administrator meets it: crashes, restarts, what is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from tests.engine.namespaces.worlds import ADMIN_TOKEN, bearer, event
from tests.engine.running import EngineProcess, engine_process, failure

ADMINISTRATOR = {"FLUX_ADMIN_TOKEN": ADMIN_TOKEN}
ANYWHERE = ("--memory", "--port", "0")


def register(engine: EngineProcess, name: str) -> str:
    """Register a namespace; its token."""
    url = f"{engine.url}/api/namespaces"
    answer = httpx.post(url, json={"name": name}, headers=bearer(ADMIN_TOKEN))
    return str(answer.raise_for_status().json()["token"])


def publish(engine: EngineProcess, entity_id: Any, token: str | None) -> int:
    """Publish an event; the status."""
    url = f"{engine.url}/api/events"
    return httpx.post(url, json=event(entity_id), headers=bearer(token)).status_code


def everything_asked(engine: EngineProcess, token: str) -> Iterator[str]:
    """The answers to a bit of everything that can be asked with a token."""
    with httpx.Client(base_url=engine.url, headers=bearer(token)) as client:
        for entity_id in ("lab/a", "nobody/a", "a", None):
            yield client.post("/api/events", json=event(entity_id)).text
            yield client.post("/api/events/batch", json={"events": [event(entity_id)]}).text
            yield client.post("/api/state/entities/delete", json={"entity_ids": ["lab/a"]}).text
        for path in ("namespaces/lab", "admin/config", "health", "state/entities", "log"):
            yield client.get(f"/api/{path}").text
            yield client.put(f"/api/{path}", json={}).text
        yield client.delete("/api/namespaces/nobody").text


def test_tokens_outlive_a_crash_and_a_restart(tmp_path: Path) -> None:
    with engine_process("--auth", data=tmp_path, env=ADMINISTRATOR) as engine:
        lab, other = register(engine, "lab"), register(engine, "other")
        engine.kill()
    with engine_process("--auth", data=tmp_path, env=ADMINISTRATOR) as engine:
        assert publish(engine, "lab/a", lab) == 200
        assert publish(engine, "lab/a", other) == 403
        path = f"{engine.url}/api/namespaces/other"
        assert httpx.delete(path, headers=bearer(ADMIN_TOKEN)).status_code == 204
        engine.kill()
    with engine_process("--auth", data=tmp_path, env=ADMINISTRATOR) as engine:
        assert publish(engine, "lab/a", lab) == 200
        assert publish(engine, "other/a", other) == 401
        assert engine.stop() == 0


def test_no_token_is_written_anywhere_nor_answered_again(tmp_path: Path) -> None:
    data, log = tmp_path / "data", tmp_path / "log"
    options = ("--auth", "--log-file", str(log), "--log-level", "debug")
    wrong = "a-token-that-somebody-mistyped"
    with engine_process(*options, data=data, env=ADMINISTRATOR, told=True) as engine:
        token = register(engine, "lab")
        answers = [
            answer
            for tried in (token, wrong, ADMIN_TOKEN)
            for answer in everything_asked(engine, tried)
        ]
        assert engine.stop() == 0
        answers.append(engine.told())
    assert log.read_text()
    written = [path.read_bytes() for path in (log, *data.iterdir())]
    for secret in (token, wrong, ADMIN_TOKEN):
        assert not any(secret in answer for answer in answers)
        assert not any(secret.encode() in content for content in written)


def test_an_engine_without_auth_says_that_its_namespaces_are_not_kept_apart(
    tmp_path: Path,
) -> None:
    with engine_process("--auth", data=tmp_path, env=ADMINISTRATOR) as engine:
        register(engine, "lab")
        assert engine.stop() == 0
    with engine_process(data=tmp_path, told=True) as engine:
        assert publish(engine, "lab/a", None) == 200
        assert engine.stop() == 0
        assert "--auth" in engine.told()


def test_without_an_administrator_there_is_no_authentication() -> None:
    code, words = failure("--auth", *ANYWHERE)
    assert (code, "FLUX_ADMIN_TOKEN" in words) == (2, True)


def test_one_token_for_all_and_one_for_each_do_not_go_together() -> None:
    code, words = failure("--auth", "--token", "x", *ANYWHERE, env=ADMINISTRATOR)
    assert (code, "--token" in words) == (2, True)


def test_a_token_that_clients_find_in_the_environment_is_left_to_them() -> None:
    env = ADMINISTRATOR | {"FLUX_TOKEN": "x"}
    with engine_process("--auth", env=env) as engine:
        token = register(engine, "lab")
        assert publish(engine, "lab/a", token) == 200
        assert publish(engine, "lab/a", "x") == 403
