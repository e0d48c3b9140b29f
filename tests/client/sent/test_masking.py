"""No secret enters the ledger: what stands for it does."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.client.sent.entry import Note
from flux_tui.client.sent.form import before_text, event_text
from flux_tui.client.sent.ledger import Ledger
from flux_tui.client.sent.masking import masked_before, masked_event
from flux_tui.model.clock import SystemClock
from flux_tui.model.event import Event, setting
from flux_tui.model.json import Json
from flux_tui.replica.undo.before import Before
from tests.client.sent.kept import bytes_of, event
from tests.strategies import json_values

SECRET = "s3cr3t-token"
SECRETS = {SECRET: "{{env:TOKEN}}"}

hiding = json_values | st.recursive(
    st.just(f"before {SECRET} after"),
    lambda inner: st.lists(inner) | st.dictionaries(st.just(SECRET) | st.text(), inner),
)


@given(hiding, hiding)
def test_it_is_nowhere_in_what_is_kept(value: Json, stood: Json) -> None:
    sent = setting(SECRET, f"me {SECRET}", SECRET, {SECRET: value})
    kept = masked_event(sent._replace(key=SECRET, schema=SECRET), SECRETS)
    assert SECRET not in event_text(kept)
    before = masked_before(Before(True, {"p": stood}), SECRETS)
    assert SECRET not in before_text(before)


@given(json_values)
def test_an_event_without_one_is_itself(value: Json) -> None:
    sent = event("a", p=value)
    assert masked_event(sent, SECRETS) is sent
    assert masked_event(sent, {}) is sent


def test_a_number_can_be_one() -> None:
    masked = masked_event(event("a", port=8080, other=80801), {"8080": "{{env:PORT}}"})
    assert masked.properties == {"port": "{{env:PORT}}", "other": 80801}


def test_a_value_that_held_it_before_is_not_known_any_more() -> None:
    before = masked_before(Before(True, {"p": SECRET, "q": 1}), SECRETS)
    assert (before.values, before.unknown) == ({"q": 1}, frozenset("p"))


async def test_the_file_has_the_placeholder_in_its_place(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "sent.sqlite", SystemClock())
    events: list[Event] = [event("a", token=SECRET), event("b", p=1)]
    before = Before(True, {"token": SECRET})
    number = await ledger.begin(events, [before, before], Note(secrets=SECRETS))
    kept = await ledger.ask(lambda store: store.events(number))
    assert [sent.masked for sent in kept] == [True, False]
    assert kept[0].event.properties == {"token": "{{env:TOKEN}}"}
    ledger.close()
    assert SECRET.encode() not in bytes_of(tmp_path)
