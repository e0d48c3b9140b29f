"""A world whose every word is hostile."""

from __future__ import annotations

from flux_tui.model.json import Json

HOSTILE: dict[str, dict[str, Json]] = {
    "": {"n": 1},
    "wire-\x1b]0;pwn\x07": {"\x1b[2J": "\x1b[31mred", "[bold]": "[/] [link=x]"},
    "wire-\u202egnp.exe": {"rtl": "\u202eabc", "nul": "a\x00b", "nl": "a\nb\r\tc"},
    "[bold red]x[/]": {"a" * 300: "b" * 10_000},
    "x" * 5000: {"deep": [[[[[[[["bottom"]]]]]]]]},
    "wide-東京🌍": {"名前": "東" * 300},
}

ACTING = frozenset("\x1b\x07\x00\u202e\r\t")
"""Of it what would act on a terminal."""
