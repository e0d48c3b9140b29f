"""Text that is safe to put on a terminal.

Whatever a server sent may hold escape sequences, control characters, bidirectional overrides and
characters that draw nothing. Each is replaced by one visible sign, so that the text can neither
drive the terminal nor pretend to be another text.
"""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3164"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"
)
"""Unicode's Cc, Cf, Cs, Zl and Zp, beyond them the fillers and selectors that draw nothing, and
what makes one emoji of several: joiners, tones of skin. Terminals do not agree on the width of such
a one (a family takes from 2 to 6 cells), and what stands beside it would be out of its place."""

SAFE = f"[^{_UNSAFE.pattern[1:]}*"
"""The pattern of a text that is printable as it stands."""

_C0_PICTURES = 0x2400
"""Unicode's pictures of the C0 controls start here: ``␀`` for NUL, ``␛`` for ESC, ``␊`` …"""

_UNSAFE_IN_ASCII = bytes({*range(0x20), 0x7F} - set(b"\n\t\r"))
"""What of ASCII is unsafe between the parts of JSON."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""What stands for an unsafe character that has no picture of its own."""


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(_C0_PICTURES + code)
    return "\N{SYMBOL FOR DELETE}" if code == 0x7F else REPLACEMENT


def printable(text: str, *, limit: int | None = None) -> str:
    """``text`` with every unsafe character replaced by one visible sign, on one line.

    With ``limit`` only that many characters are looked at, so that a value of a megabyte costs
    what its visible part costs; the caller marks the cut.
    """
    if limit is not None and len(text) > limit:
        text = text[:limit]
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_picture, text)


def json_escaped(text: str) -> str:
    """JSON text with every unsafe character as a ``\\u`` escape: read again, it is the same.

    Line ends and tabs between its parts stay.
    """
    if text.isascii():
        data = text.encode()  # megabytes are looked through at the speed of memory
        if len(data.translate(None, _UNSAFE_IN_ASCII)) == len(data):
            return text
    return _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if character in "\n\t\r":
        return character
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
