"""The text of a file's bytes, whichever editor wrote it."""

from __future__ import annotations

import codecs

from flux_tui.errors import UsageError


def decoded(data: bytes, name: str) -> str:
    """Text of UTF-8, or of UTF-16 that says so, without its mark; ``name`` is the file's.

    Raises UsageError that names the place of what is none.
    """
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if is_wide else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(encoding)  # without the mark, as its place is
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise UsageError(
            f"{name} is not text in {'UTF-16' if is_wide else 'UTF-8'}: "
            f"line {line}, column {column} cannot be read"
        ) from None
