"""What is said where a template wants a variable of the environment that is not set."""

from __future__ import annotations

from collections.abc import Collection

from flux_tui.client.templates.secrets import missing

FROM_ENVIRONMENT = "set in the environment, put in when it is sent"
"""Beside a variable that there is."""

UNSET = "not set in the environment"
"""Beside a variable that there is not."""


def unset_text(names: Collection[str]) -> str:
    """What keeps events from being sent, and what to do; empty where all are set."""
    lacking = missing(names)
    if not lacking:
        return ""
    it = "it is" if len(lacking) == 1 else "they are"
    names_text = ", ".join(lacking)
    return f"{UNSET}: {names_text}. To send, quit and start flux-tui where {it} set"
