"""Every call reaches the server as recorded, and reads what was recorded as its answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.client import FluxClient
from flux_tui.client.connection import target
from flux_tui.errors import FluxTuiError, NotFound, Unreachable
from flux_tui.model.event import Event, setting
from flux_tui.protocol import paths
from tests import recordings
from tests.client.serving import Asked, Recorder, saying, serving, talking

LIST = paths.ENTITIES
UPDATED = "2026-11-25T01:18:11.890704815+00:00"


class Replay(Recorder):
    """Answers with what a real Flux answered to the same method and path."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.recorded = {
            (line["request"]["method"], line["request"]["path"]): line["response"]
            for line in recordings.lines(name)
            if line["response"]["body"] is None or "sha_len" not in line["response"]["body"]
        }

    def reply(self, asked: Asked) -> tuple[int, Mapping[str, str], bytes]:
        response = self.recorded[asked.method, asked.path]
        kind = response["content_type"]
        body = recordings.body(response["body"])
        return response["status"], {"content-type": kind} if kind else {}, body or b""


def recorded_entities() -> list[tuple[str, str]]:
    """The path and the id of every entity that a real Flux answered about."""
    found = {}
    for line in recordings.lines("http"):
        path = line["request"]["path"]
        if line["request"]["method"] == "GET" and path.startswith(f"{LIST}/"):
            found[path] = unquote(path.removeprefix(f"{LIST}/"))
    return [(path, entity_id) for path, entity_id in found.items() if entity_id]


@pytest.mark.parametrize(("path", "entity_id"), recorded_entities())
async def test_every_recorded_id_is_asked_for_by_its_recorded_path(
    path: str, entity_id: str
) -> None:
    body = json.dumps({"id": entity_id, "properties": {"n": 1}, "lastUpdated": UPDATED})
    server = Recorder(body=body)
    async with serving(server) as url, FluxClient(url) as client:
        entity = await client.entity(entity_id)
    assert (entity.id, entity.properties) == (entity_id, {"n": 1})
    if path != f"{LIST}/wire-ns/thing":
        assert server.asked[0].path == path


@given(st.text(min_size=1, max_size=300))
def test_no_id_is_changed_on_its_way_to_the_server(entity_id: str) -> None:
    url = httpx.URL(f"http://127.0.0.1:1{target(paths.entity(entity_id), None)}")
    sent = url.raw_path.decode("ascii")
    assert unquote(sent.removeprefix(f"{LIST}/"), errors="surrogatepass") == entity_id
    assert "/" not in sent.removeprefix(f"{LIST}/")
    assert "?" not in sent


@pytest.mark.parametrize("entity_id", ["", "ü" * 50_000], ids=["empty", "50,000 characters"])
async def test_an_id_that_no_path_can_name_is_found_in_the_list(entity_id: str) -> None:
    listed = [{"id": name, "properties": {}, "lastUpdated": UPDATED} for name in ("a", entity_id)]
    server = Recorder(body=json.dumps(listed))
    async with serving(server) as url, FluxClient(url) as client:
        assert (await client.entity(entity_id)).id == entity_id
        server.body = "[]"
        with pytest.raises(NotFound, match="Entity not found"):
            await client.entity(entity_id)
    assert {asked.path for asked in server.asked} == {LIST}


async def test_reads_of_the_recording_are_understood() -> None:
    async with serving(Replay("http")) as url, FluxClient(url) as client:
        assert (await client.entity("wire-types")).properties["b"] is True
        assert {e.id for e in (await client.entities(namespace="wire-ns")).entities} == {
            "wire-ns/thing",
            "wire-ns/a/b",
        }
        assert (await client.history("wire-min", limit=1))[0].entity_id == "wire-min"
        assert (await client.connectors()).connectors[0].name == "github"
        assert (await client.config()).body_size_limit_single_bytes == 1_048_576
        with pytest.raises(NotFound, match="Entity not found"):
            await client.entity("nope")
        with pytest.raises(NotFound):
            await client.health()


async def test_a_published_event_is_sent_as_it_is_and_its_answer_read() -> None:
    server = Recorder(
        body='{"eventId":"e-1","stream":"a","warning":"the payload has no entity_id"}'
    )
    event = setting("a", "me", "x", {"n": 1.0}, timestamp=5, event_id="e-1")
    async with serving(server) as url, FluxClient(url) as client:
        answer = await client.publish(event)
    assert (answer.event_id, answer.duplicate) == ("e-1", False)
    assert answer.warning == "the payload has no entity_id"
    assert server.asked[0].body == (
        b'{"stream":"a","source":"me","eventId":"e-1","timestamp":5,'
        b'"payload":{"entity_id":"x","properties":{"n":1.0}}}'
    )


async def test_a_batch_is_one_request_with_a_result_for_each_event() -> None:
    results = [
        {"eventId": "1", "stream": "a", "error": None},
        {"eventId": None, "stream": "A", "error": "invalid stream format 'A'"},
    ]
    server = Recorder(body=json.dumps({"successful": 1, "failed": 1, "results": results}))
    events = [Event("a", "me", {}, 1), Event("A", "me", {}, 1)]
    async with serving(server) as url, FluxClient(url) as client:
        answer = await client.publish_batch(events)
        assert [result["error"] for result in answer.results] == [None, "invalid stream format 'A'"]
        with pytest.raises(FluxTuiError, match="2 results to 1 events"):
            await client.publish_batch(events[:1])
    assert len(server.asked[0].json["events"]) == 2


async def test_history_asks_for_an_instant_as_the_server_reads_it() -> None:
    server = Recorder(body="[]")
    async with serving(server) as url, FluxClient(url) as client:
        await client.history("a/b&c=ü", since=1_795_569_491_888_000_001, limit=7)
    assert server.asked[0].path == (
        f"{paths.EVENTS}?entity=a%2Fb%26c%3D%C3%BC&since=2026-11-25T01%3A18%3A11.888000001Z&limit=7"
    )


@pytest.mark.parametrize(
    ("given", "body"),
    [
        ({"entity_ids": ["a", ""]}, {"entity_ids": ["a", ""]}),
        ({"prefix": "a"}, {"prefix": "a"}),
        ({"namespace": "n"}, {"namespace": "n"}),
    ],
)
async def test_many_are_deleted_by_ids_prefix_or_namespace(
    given: dict[str, Any], body: dict[str, Any]
) -> None:
    server = Recorder(body='{"deleted":2,"failed":0,"errors":[]}')
    async with serving(server) as url, FluxClient(url) as client:
        assert (await client.delete_many(**given)).deleted == 2
    assert server.asked[0].json == body
    assert server.asked[0].headers["content-type"] == "application/json"


async def test_the_empty_id_is_deleted_by_the_batch_call() -> None:
    server = Recorder(body='{"deleted":1,"failed":0,"errors":[]}')
    async with serving(server) as url, FluxClient(url) as client:
        assert (await client.delete("")).entity_id == ""
    assert server.asked[0].json == {"entity_ids": [""]}


async def test_namespaces_are_registered_read_and_deleted() -> None:
    async with serving(Replay("http-auth")) as url, FluxClient(url) as client:
        with pytest.raises(NotFound, match="Namespace not found"):
            await client.namespace("nope")
        await client.delete_namespace("other-ns")
    server = Recorder(body='{"namespaceId":"ns_1","name":"lab","token":"TOKEN-OF-LAB"}')
    async with serving(server) as url, FluxClient(url, token="t", admin_token="root") as client:
        assert (await client.register_namespace("lab")).token == "TOKEN-OF-LAB"
    assert server.asked[0].headers["authorization"] == "Bearer root"


async def test_each_call_carries_the_token_it_needs() -> None:
    server = Recorder(body="[]")
    async with serving(server) as url, FluxClient(url, token=" t1\n", admin_token="t2") as client:
        await client.request("GET", LIST)
        await client.request("GET", paths.CONFIG, admin=True)
    assert [asked.headers["authorization"] for asked in server.asked] == ["Bearer t1", "Bearer t2"]


async def test_credentials_in_the_url_are_used_and_never_shown() -> None:
    server = Recorder(body="[]")
    async with serving(server) as url:
        secret = url.replace("http://", "http://me:s%3Acret@")
        async with FluxClient(f"{secret}/base/") as client:
            await client.request("GET", LIST)
            assert client.url == f"{url}/base"
            assert "cret" not in repr(client)
    assert server.asked[0].path == f"/base{LIST}"
    assert server.asked[0].headers["authorization"] == "Basic bWU6czpjcmV0"


async def test_connections_that_were_opened_are_used_by_what_is_sent_next() -> None:
    connections, all_there = 0, asyncio.Barrier(3)
    server = Recorder(status=404, body="")  # a real Flux knows no such path

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        await all_there.wait()
        await server.talk(reader, writer)

    async with talking(talk) as url, FluxClient(url) as client:
        await client.open_connections(3)
        assert connections == 3
        server.status, server.body = 200, "[]"
        await asyncio.gather(*(client.request("GET", paths.CONNECTORS) for _ in range(3)))
        assert connections == 3


async def test_that_no_connection_can_be_opened_is_left_to_what_is_sent() -> None:
    async with talking(saying()) as url:
        pass
    async with FluxClient(url) as client:
        await client.open_connections(2)
        with pytest.raises(Unreachable):
            await client.request("GET", paths.CONNECTORS)
