"""Each refusal of a real server that was recorded is foretold, in the server's own words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from flux_tui.client import Admission, Receipt, Step
from flux_tui.errors import NotFound
from flux_tui.model.event import Event
from flux_tui.protocol.answers import NamespaceInfo
from flux_tui.protocol.events import read_event
from flux_tui.protocol.namespaces import AUTH_DISABLED
from flux_tui.protocol.rules import MAX_BODY_BYTES
from flux_tui.replica.world import World
from flux_tui.tui.composer.access import access_text
from flux_tui.tui.composer.batch.judge import BatchJudge
from flux_tui.tui.composer.batch.judgement import BatchJudgement
from flux_tui.tui.composer.preflight import Preflight, Verdict
from tests.contract.http_cases import Case, cases
from tests.recordings import lines
from tests.tui.composer.registries import Registry

MADE_RIGHT = {
    "publish/timestamp missing": "the composer gives the time",
    "batch/one missing timestamp fails all": "the composer gives the time",
    "publish/body a bare array": "the composer sends a list as a batch",
    "batch/bare array": "the composer puts a list into an object",
    "batch/2.2 MB": "the composer splits it",
}
"""What was refused and is not when the composer sends it, by case, and why."""

NOTHING_TO_SEND = {"publish/empty body", "batch/empty list", "batch/events missing"}
"""What holds no event, and so is not sent."""

NO_TEXT = {"publish/invalid utf-8"}
"""What an editor of text cannot hold."""

REFUSED = [
    case
    for case in cases("http")
    if case.name.startswith(("publish/", "batch/"))
    and (case.recorded.status >= 400 or case.name == "batch/one bad stream")
    and case.name not in NO_TEXT
]


def words_of(case: Case) -> list[str]:
    """What the server said against the events of a case, as it said it."""
    (line,) = (line for line in lines("http") if line["name"] == case.name)
    text = line["response"]["body"]["text"]
    if not text.startswith("{"):
        return [text]
    content = json.loads(text)
    if "results" not in content:
        return [content["error"]]
    errors = [result["error"] for result in content["results"] if result["error"]]
    return [error.removeprefix("validation failed: ") for error in errors]


async def judged(case: Case) -> BatchJudgement:
    judge = BatchJudge(World(), lambda: None)
    await judge.follow(case.content.decode())
    return judge.judgement


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
async def test_what_a_server_refused_is_held_back_with_its_words(case: Case) -> None:
    judgement = await judged(case)
    events, slips = judgement.reading.events, judgement.reading.slips
    if case.name in MADE_RIGHT:
        assert len(judgement.sendable) == len(events) > 0
        return
    if case.name in NOTHING_TO_SEND:
        assert not judgement.sendable
        return
    assert slips or judgement.held_back == 1
    (words,) = words_of(case)
    if case.recorded.status == 413:
        assert judgement.forecasts[0].verdict is Verdict.TOO_LARGE
    elif not slips:
        reasons = [forecast.reason or "" for forecast in judgement.forecasts]
        assert any(reason.endswith(words.partition(" at line ")[0]) for reason in reasons)


async def test_a_body_that_was_too_large_goes_in_pieces() -> None:
    (case,) = (case for case in REFUSED if case.name == "batch/2.2 MB")
    assert len(case.content) > MAX_BODY_BYTES
    judgement = await judged(case)
    assert judgement.requests > 1


# -- with authentication on ------------------------------------------------------------------------

AUTH = {line["name"]: line for line in lines("http-auth")}

FOREIGN = ("publish/wrong token", "publish/other namespace's token")
"""Nobody can know a token's rights before it was used."""

FORETOLD = [
    name
    for name, line in AUTH.items()
    if name.startswith("publish/") and line["response"]["status"] != 200 and name not in FOREIGN
]

NOT_FORETOLD = {
    "rate limit 5 a minute/publish 6": "how much others send meanwhile is not known",
    "rate limit 5 a minute/publish 7": "how much others send meanwhile is not known",
    "rate limit 5 a minute/publish 8": "how much others send meanwhile is not known",
    "rate limit/batch": "how much others send meanwhile is not known",
}
"""Refused events of which preflight says nothing, by case, and why."""


def event_of(name: str) -> Event:
    return read_event(json.loads(AUTH[name]["request"]["body"]["text"]))


def error_of(name: str) -> str:
    content: dict[str, Any] = json.loads(AUTH[name]["response"]["body"]["text"])
    return str(content["error"])


async def admission_for(name: str) -> Admission:
    admission = Admission(Registry(AUTH[name]["request"]["headers"].get("Authorization", "")))
    await admission.ask(["lab", "nope"])
    return admission


@pytest.mark.parametrize("name", FORETOLD)
async def test_what_a_guarded_server_refused_is_foretold_in_its_words(name: str) -> None:
    forecast = Preflight(World(), await admission_for(name)).judge(event_of(name))
    assert forecast.verdict is Verdict.REFUSED
    assert forecast.reason == error_of(name)


@pytest.mark.parametrize("name", FOREIGN)
async def test_a_token_without_the_right_is_known_once_it_was_refused(name: str) -> None:
    admission, event = await admission_for(name), event_of(name)
    assert Preflight(World(), admission).judge(event).verdict is Verdict.NEW
    assert admission.is_open("lab") is None
    admission.learn([Receipt(0, event, Step.FAILED, reason=f"refused: {error_of(name)}")])
    forecast = Preflight(World(), admission).judge(event)
    assert forecast.verdict is Verdict.REFUSED
    assert forecast.reason == error_of(name)
    assert admission.is_open("lab") is False


async def test_that_it_will_show_is_not_said_of_a_namespace_that_there_is_not() -> None:
    admission = await admission_for("publish/id nope/x")
    assert access_text(admission, ["nope"]) == ""
    assert (
        access_text(admission, ["lab"]) == "whether this token may write lab shows when it is sent"
    )


async def test_the_right_token_is_known_once_it_has_written() -> None:
    name = "publish/right token"
    admission, event = await admission_for(name), event_of(name)
    admission.learn([Receipt(0, event, Step.ACCEPTED)])
    assert admission.is_open("lab") is True
    assert admission.writable == ["lab"]
    assert Preflight(World(), admission).judge(event).verdict is Verdict.NEW


async def test_of_a_batch_each_event_is_foretold_alone() -> None:
    for name in ("batch/mixed namespaces", "batch/no token"):
        admission = await admission_for(name)
        await admission.ask(["other-ns"])
        preflight = Preflight(World(), admission)
        results = json.loads(AUTH[name]["response"]["body"]["text"])["results"]
        bodies = json.loads(AUTH[name]["request"]["body"]["text"])["events"]
        for body, result in zip(bodies, results, strict=True):
            forecast = preflight.judge(read_event(body))
            refused = result["error"] is not None and "permission" not in result["error"]
            assert (forecast.verdict is Verdict.REFUSED) is refused
            assert not refused or str(forecast.reason) in result["error"]


async def test_a_server_without_authentication_is_asked_once_and_refuses_nobody() -> None:
    class Open(Registry):
        async def namespace(self, name: str) -> NamespaceInfo:
            self.asked.append(name)
            raise NotFound("no", status=404, reason=AUTH_DISABLED)

    client = Open()
    admission = Admission(client)
    await admission.ask(["lab", "nope", "other"])
    assert client.asked == ["lab"]
    assert not admission.is_guarded
    assert Preflight(World(), admission).judge(event_of("publish/id thing")).verdict is Verdict.NEW


def test_every_refused_event_of_the_recording_is_foretold_or_named_with_why_not() -> None:
    refused = {
        name
        for name, line in AUTH.items()
        if line["request"]["path"].startswith("/api/events")
        and line["request"]["method"] == "POST"
        and ('"error":"' in line["response"]["body"]["text"])
    }
    batches = {"batch/mixed namespaces", "batch/no token"}
    assert refused == {*FORETOLD, *FOREIGN, *NOT_FORETOLD, *batches}
