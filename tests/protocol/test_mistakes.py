"""What is wrong with a message is said as Flux's own parser says it."""

from __future__ import annotations

import pytest

from flux_tui.errors import Malformed
from flux_tui.model.json import Json, JsonObject
from flux_tui.protocol.events import read_event, read_sent_event

RIGHT: JsonObject = {"stream": "s", "source": "me", "payload": {}}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("stream", None, "type: null, expected a string"),
        ("stream", True, "type: boolean `true`, expected a string"),
        ("source", 5, "type: integer `5`, expected a string"),
        ("key", [1], "type: sequence, expected a string"),
        ("schema", {}, "type: map, expected a string"),
        ("timestamp", 'a "b"', 'type: string "a \\"b\\"", expected i64'),
        ("timestamp", 1.5, "type: floating point `1.5`, expected i64"),
        ("timestamp", -(2**63) - 1, "type: floating point `-9.223372036854776e+18`, expected i64"),
        ("timestamp", 2**63, "value: integer `9223372036854775808`, expected i64"),
        ("timestamp", 10**20, "type: floating point `1e+20`, expected i64"),
        ("timestamp", 10**400, "type: floating point `inf`, expected i64"),
        ("timestamp", "x" * 100, f'type: string "{"x" * 60}…", expected i64'),
    ],
)
def test_a_value_of_another_type_is_named_with_its_place(
    field: str, value: Json, said: str
) -> None:
    for read in (read_event, read_sent_event):
        with pytest.raises(Malformed) as raised:
            read({**RIGHT, field: value})
        assert str(raised.value) == f"{field}: invalid {said}"


def test_what_is_no_message_at_all_is_told_from_one() -> None:
    with pytest.raises(Malformed, match=r"^invalid type: sequence, expected a map$"):
        read_event([1])
    with pytest.raises(Malformed, match=r"^missing field `source`$"):
        read_event({"stream": "s", "payload": {}})
