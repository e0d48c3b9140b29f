"""A report of properties: when, by whom, by which event; packed, for a world keeps very many."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import NamedTuple, TypeAlias


class Report(NamedTuple):
    """When something was reported, in ns by the server's clock, and where it is known by whom."""

    at: int
    source: str | None
    event_id: str | None


Loose: TypeAlias = tuple[int, str | None, str | None]
"""The same as it comes, quick to make."""

Packed: TypeAlias = int | bytes | Loose
"""A report as it is kept: a time alone, time and UUID and source in bytes, or whatever else."""

_HEAD = struct.Struct("<q16s")
"""The time and the UUID; the source, in UTF-8, comes after them."""

_NUMBER = 16
"""Bytes of a UUID."""

UUID = 36
"""Characters of a UUID as text."""

_bytes_of: Callable[[str], bytes] = bytes.fromhex


def pack(report: Loose) -> Packed:
    """A report in as few bytes as there are; ``unpack`` gives it back as it was."""
    at, source, event_id = report
    if event_id is None:
        return at if source is None else report
    if source is None or len(event_id) != UUID or not event_id.islower():
        return report
    if event_id[8:24:5] != "----":
        return report
    try:
        number = _bytes_of(event_id.replace("-", ""))
        return _HEAD.pack(at, number) + source.encode() if len(number) == _NUMBER else report
    except (ValueError, struct.error):
        return report


def unpack(packed: Packed) -> Report:
    """The report that was packed."""
    if isinstance(packed, tuple):
        return Report(*packed)
    if isinstance(packed, int):
        return Report(packed, None, None)
    at, number = _HEAD.unpack_from(packed)
    text = number.hex()
    event_id = "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
    return Report(at, packed[_HEAD.size :].decode(), event_id)


def time_of(packed: Packed) -> int:
    """When it was."""
    if isinstance(packed, int):
        return packed
    return packed[0] if isinstance(packed, tuple) else int(_HEAD.unpack_from(packed)[0])


def source_of(packed: Packed) -> str | None:
    """By whom; None where that is not known."""
    if isinstance(packed, bytes):
        return packed[_HEAD.size :].decode()
    return packed[1] if isinstance(packed, tuple) else None
