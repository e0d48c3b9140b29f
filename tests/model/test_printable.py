"""Nothing that a server sends can drive the terminal or pretend to be another text."""

from __future__ import annotations

import re
import sys
from unicodedata import category

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.inline import json_text, value_text
from flux_tui.model.json import Json
from flux_tui.model.printable import SAFE, printable
from tests.strategies import json_values

UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def is_safe(text: str) -> bool:
    return not any(category(character) in UNSAFE for character in text)


def test_every_control_and_format_character_of_unicode_is_replaced() -> None:
    left = [
        hex(code)
        for code in range(sys.maxunicode + 1)
        if category(chr(code)) in UNSAFE and printable(chr(code)) == chr(code)
    ]
    assert left == []


@given(st.text())
def test_the_pattern_of_what_is_safe_is_that_of_what_stays_as_it_is(text: str) -> None:
    assert (re.fullmatch(SAFE, text) is not None) == (printable(text) == text)


def test_ordinary_text_of_any_script_stays_as_it_is() -> None:
    for text in ("sensor-01", "Zürich-東京-🌍", "[bold]x[/]", "Ελλάδα", "שלום", "a b", ""):
        assert printable(text) == text


def test_what_terminals_join_to_one_emoji_of_a_width_of_their_own_is_kept_apart() -> None:
    assert printable("👩\u200d🔧") == "👩�🔧"
    assert printable("👍\U0001f3fd ok") == "👍� ok"


def test_escapes_become_their_pictures() -> None:
    assert printable("\x1b]0;pwn\x07") == "␛]0;pwn␇"
    assert printable("a\nb\x00") == "a␊b␀"


def test_a_bidirectional_override_is_shown_for_what_it_is() -> None:
    assert printable("\u202egnp.exe") == "\N{REPLACEMENT CHARACTER}gnp.exe"


@given(st.text())
def test_it_keeps_the_length_so_that_cuts_stay_where_they_are(text: str) -> None:
    assert len(printable(text)) == len(text)


@given(json_values, st.integers(1, 60))
def test_values_are_safe_and_bounded(value: Json, limit: int) -> None:
    for text in (value_text(value, limit), json_text(value, limit)):
        assert is_safe(text)
        assert len(text) <= limit + 1


def test_a_value_of_a_megabyte_costs_what_is_shown() -> None:
    assert value_text("x" * 10**6, 10) == "x" * 10 + "…"
    assert json_text(["x" * 10**6] * 10**4, 12) == '["xxxxxxxxxx…'
