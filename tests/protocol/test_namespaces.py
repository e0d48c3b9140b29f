"""Namespaces and their ids: what a real Flux with authentication on refuses, in its words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.event import Event
from flux_tui.protocol.namespaces import (
    event_owner,
    form_violation,
    id_violation,
    name_violation,
    not_permitted,
    not_registered,
    owner_of,
)
from tests.recordings import lines

CASES = {line["name"]: line for line in lines("http-auth")}

IDS = [name for name in CASES if name.startswith("publish/id ") and name != "publish/id nope/x"]

NAMES = [
    name
    for name, case in CASES.items()
    if name.startswith("namespaces/register ") and case["response"]["status"] == 400
]

names = st.text("abz09-_", min_size=3, max_size=32)
any_ids = st.text() | st.lists(names | st.text(max_size=4), max_size=4).map("/".join)


def asked(name: str) -> dict[str, dict[str, str]]:
    content: dict[str, dict[str, str]] = json.loads(CASES[name]["request"]["body"]["text"])
    return content


def said(name: str) -> str:
    return str(json.loads(CASES[name]["response"]["body"]["text"])["error"])


@pytest.mark.parametrize("name", IDS)
def test_an_id_of_another_form_is_refused_in_the_recorded_words(name: str) -> None:
    assert id_violation(asked(name)["payload"]["entity_id"]) == said(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_none_is_refused_in_the_recorded_words(name: str) -> None:
    mistake = name_violation(str(asked(name)["name"]))
    assert mistake is not None
    assert mistake[1] == said(name)


def test_the_words_to_strangers_are_the_recorded_ones() -> None:
    assert not_registered("nope") == said("publish/id nope/x")
    assert not_permitted("lab") == said("publish/wrong token")


@pytest.mark.parametrize("name", ["lab", "other-ns", "a_1", "x" * 32])
def test_a_sound_name_makes_a_sound_id(name: str) -> None:
    assert name_violation(name) is None
    assert id_violation(f"{name}/any thing") is None
    event = Event("s", "me", {"entity_id": f"{name}/x", "properties": {"n": 1}})
    assert event_owner(event) == name


def test_an_event_without_such_an_id_has_no_namespace() -> None:
    assert event_owner(Event("s", "me", {})) is None
    assert event_owner(Event("s", "me", {"entity_id": "thing"})) is None


@pytest.mark.parametrize("name", ["", "ab", "x" * 33, "a/b", "lab\n", "läb", "ä" * 17])
def test_any_other_name_is_none(name: str) -> None:
    assert name_violation(name) is not None


@given(names, st.text(min_size=1).filter(lambda part: "/" not in part))
def test_an_id_lies_in_the_namespace_before_its_slash(name: str, entity: str) -> None:
    assert owner_of(f"{name}/{entity}") == name


@given(any_ids)
def test_an_id_has_an_owner_or_something_is_wrong_with_it(entity_id: str) -> None:
    assert (owner_of(entity_id) is None) == (id_violation(entity_id) is not None)


@given(any_ids)
def test_an_id_that_nobody_can_own_is_without_a_slash_or_malformed(entity_id: str) -> None:
    plain = bool(entity_id) and "/" not in entity_id
    assert (form_violation(entity_id) is None) == (plain or owner_of(entity_id) is not None)


def test_what_cannot_be_printed_is_shown_by_its_number() -> None:
    assert form_violation('abc"\x1b/b') == (
        "InvalidNamespace(\"Invalid namespace 'abc\\\"\\u{1b}': "
        'InvalidCharacters(\\"Invalid character \'\\\\\\"\' (must be [a-z0-9-_])\\")")'
    )
