from __future__ import annotations

import httpx
import pytest

from tests.cli.conftest import Flux
from tests.cli.elsewhere import threaded
from tests.client.serving import Asked, Recorder


def test_the_engines_health_is_its_own_words(flux: Flux) -> None:
    done = flux("health")
    assert (done.code, done.json["engine"], done.json["status"]) == (0, "flux-tui", "ok")


class RealFlux(Recorder):
    """A real Flux as far as health is concerned: it has no such path."""

    def reply(self, asked: Asked) -> tuple[int, dict[str, str], bytes]:
        if asked.path == "/api/state/entities":
            return 200, {"content-type": "application/json"}, b"[]"
        return 404, {}, b""


def test_a_real_flux_is_healthy_when_it_answers_with_its_state(flux: Flux) -> None:
    with threaded(RealFlux().talk) as url:
        done = flux("health", "--url", url)
    assert done.code == 0
    assert done.json == {"status": "ok", "engine": "flux", "entities": 0}


def test_a_server_that_knows_neither_path_is_no_flux(flux: Flux) -> None:
    with threaded(Recorder(status=404, body="", content_type=None).talk) as url:
        done = flux("health", "--url", url)
    assert done.code == 5
    assert "is no Flux server" in done.sentence


@pytest.mark.parametrize(
    ("command", "path"), [("connectors", "/api/connectors"), ("admin-config", "/api/admin/config")]
)
def test_connectors_and_configuration_are_the_servers_own_bytes(
    flux: Flux, command: str, path: str
) -> None:
    done = flux(command)
    assert (done.code, done.err) == (0, "")
    assert done.out == httpx.get(flux.url + path).content + b"\n"


def test_the_configuration_can_be_changed(flux: Flux) -> None:
    done = flux("admin-config", '{"rate_limit_per_namespace_per_minute": 4321}')
    assert done.code == 0
    assert done.json["rate_limit_per_namespace_per_minute"] == 4321
    assert flux("admin-config").json == done.json


def test_an_update_that_is_no_object_is_a_usage_error(flux: Flux) -> None:
    assert flux("admin-config", "[]").code == 2


def test_a_setting_that_the_server_has_not_is_named(flux: Flux) -> None:
    done = flux("admin-config", '{"rate_limit": 5}')
    assert done.code == 0
    assert done.sentence == "the server has no setting rate_limit: that changed nothing"


def test_the_administrators_token_goes_with_the_configuration_alone(
    flux: Flux, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLUX_TOKEN", "writer")
    monkeypatch.setenv("FLUX_ADMIN_TOKEN", "admin")
    recorder = Recorder(body='{"connectors": [], "eventId": "1", "stream": "lab"}')
    with threaded(recorder.talk) as url:
        flux("--url", url, "admin-config", "{}")
        flux("--url", url, "publish", "lab", "me", "x", '{"n": 1}')
    tokens = [asked.headers["authorization"] for asked in recorder.asked]
    assert tokens == ["Bearer admin", "Bearer writer"]
