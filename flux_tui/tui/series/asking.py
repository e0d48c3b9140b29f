"""What a person types of a series: how many, from which number on, from which time on."""

from __future__ import annotations

import re

from flux_tui.client.templates.series import Steps
from flux_tui.errors import UsageError
from flux_tui.model.instant import NS
from flux_tui.replica.query.literals import read_duration
from flux_tui.tui.composer.timestamps import parse_timestamp
from flux_tui.tui.event_files.tables import MOST_EVENTS

_NUMBER = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_MS = NS // 1000


def read_rounds(text: str) -> int:
    """How many rounds; raises UsageError."""
    digits = text.strip().replace(",", "")
    if not (digits.isascii() and digits.isdecimal() and 0 < int(digits[:9]) <= MOST_EVENTS):
        raise UsageError(f"events: how many, from 1 to {MOST_EVENTS:,}")
    return int(digits[:9])


def read_numbers(first: str, by: str) -> Steps:
    """The numbers of the rounds; from 1 in steps of 1 where nothing is typed."""
    words = [first.strip() or "1", by.strip() or "1"]
    if not all(map(_NUMBER.fullmatch, words)):
        raise UsageError("number: whole numbers, as from 1 by 1")
    return Steps(*map(int, words))


def read_times(first: str, by: str, now_ms: int) -> Steps | None:
    """The times of the rounds in ms; None where nothing but now is typed. Raises UsageError."""
    try:
        begin, step = parse_timestamp(first), _read_step(by.strip())
    except ValueError as error:
        raise UsageError(f"time: {error}") from None
    if begin is None and not step:
        return None
    return Steps(now_ms if begin is None else begin, step)


def _read_step(text: str) -> int:
    """``1s``, ``-5m`` in ms; none is 0."""
    if not text or text == "0":
        return 0
    try:
        step = read_duration(text.lstrip("+-")) // _MS
    except ValueError:
        step = 0
    if not step:
        raise ValueError("in steps of 1s, 500ms, 2m or -1h")
    return -step if text.startswith("-") else step
