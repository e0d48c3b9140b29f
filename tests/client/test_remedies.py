"""What is said to do about a refusal: every recorded one that a person can do something about."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.client.remedies import with_remedy
from tests.recordings import lines

CASES = {line["name"]: line for line in lines("http-auth")}

WRITER, ADMINISTRATOR = "set FLUX_TOKEN", "set FLUX_ADMIN_TOKEN"
FORM = "an id here is namespace/entity"

ADVICE = {
    "namespaces/register without admin token": ADMINISTRATOR,
    "namespaces/delete no token": ADMINISTRATOR,
    "admin/write no token": ADMINISTRATOR,
    "publish/no token": WRITER,
    "publish/basic": "a user and a password in the URL do not do",
    "publish/wrong token": "to that of lab",
    "publish/other namespace's token": "to that of lab",
    "publish/id nope/x": "flux-tui namespaces register nope",
    "publish/id lab/a/b": FORM,
    "publish/id lab/": FORM,
    "publish/id LAB/x": FORM,
    "publish/no entity_id": '"entity_id": "namespace/entity"',
    "delete/no token": WRITER,
    "delete/other token": "the entity's own namespace",
    "batch-delete/other token": "the entity's own namespace",
    "connectors/no token": WRITER,
    "batch/mixed namespaces": "to that of other-ns",
    "batch/no token": WRITER,
}
"""By case: what a person is told to do."""

CLEAR_ALREADY = {
    "namespaces/register again",
    "namespaces/register ab",
    "namespaces/register UPPER",
    "namespaces/register a b",
    "namespaces/register xxxxxxxxxx",
    "namespaces/get unknown",
    "namespaces/get deleted",
    "publish/id thing",
    "rate limit 5 a minute/publish 6",
}
"""Refusals that say by themselves what to do, or after which there is nothing to do but wait."""


def words_of(name: str) -> str:
    """The server's words against a request, or against an event of its batch."""
    answer: Any = json.loads(CASES[name]["response"]["body"]["text"])
    if "results" in answer:
        return next(str(result["error"]) for result in answer["results"] if result["error"])
    return str(answer["error"])


@pytest.mark.parametrize(("name", "advice"), ADVICE.items())
def test_a_refusal_is_followed_by_what_to_do(name: str, advice: str) -> None:
    words = words_of(name)
    said = with_remedy(words)
    assert said.startswith(f"{words}; ")
    assert advice in said.removeprefix(words)


@pytest.mark.parametrize("name", sorted(CLEAR_ALREADY))
def test_what_is_clear_is_left_as_it_is(name: str) -> None:
    assert with_remedy(words_of(name)) == words_of(name)


def test_a_server_without_authentication_is_known_by_its_words() -> None:
    (case,) = (line for line in lines("http") if line["name"] == "namespaces/get")
    words = json.loads(case["response"]["body"]["text"])["error"]
    assert "--auth" in with_remedy(words)


@given(st.text())
def test_any_words_keep_their_place(words: str) -> None:
    assert with_remedy(words).startswith(words)
