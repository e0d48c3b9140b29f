"""What is said of whether one may write, on a server with authentication on."""

from __future__ import annotations

from collections.abc import Collection

from flux_tui.client import Admission
from flux_tui.model.inline import name_text

MOST_NAMED = 3
"""Namespaces of a kind that are named; of more it says the number."""


def access_text(admission: Admission | None, namespaces: Collection[str]) -> str:
    """``this token writes lab; whether it may write ops shows when it is sent``; may be empty.

    Those that are refused are said at their events.
    """
    if admission is None or not admission.is_guarded or not namespaces:
        return ""
    known = [name for name in namespaces if admission.is_open(name)]
    unknown = [name for name in namespaces if admission.is_open(name) is None]
    parts = [f"this token writes {_named(known)}"] if known else []
    if unknown:
        subject = "it" if known else "this token"
        parts.append(f"whether {subject} may write {_named(unknown)} shows when it is sent")
    return "; ".join(parts)


def _named(names: list[str]) -> str:
    shown = ", ".join(name_text(name, 32) for name in names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return shown + (f" and {more:,} more" if more > 0 else "")
