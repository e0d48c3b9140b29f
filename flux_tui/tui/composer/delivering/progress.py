"""How far a delivery has come: a bar, the rate, the time left, what holds it."""

from __future__ import annotations

from math import ceil

from textual.content import Content

from flux_tui.model.printable import printable
from flux_tui.tui.composer.delivering.delivery import SILENCE, Delivery

BAR = 24
"""Cells of the bar."""


def progress_line(delivery: Delivery, pause: str, stop: str) -> Content:
    """``████░░ 45 % · 1,200/s · 8 s left · ctrl+r pauses, ctrl+t stops``, printable.

    ``pause`` and ``stop`` are the keys that do it.
    """
    total = len(delivery.events)
    done = total - delivery.unsettled
    full = BAR * done // total if total else BAR
    bar = Content.assemble(("█" * full, "$text-success"), ("░" * (BAR - full), "$text-muted"))
    parts = [f" {100 * done // max(1, total)} %", *_pace(delivery, pause, stop)]
    return bar + Content(" · ".join(parts))


def _pace(delivery: Delivery, pause: str, stop: str) -> list[str]:
    sending, keys = delivery.sending, f"{pause} pauses, {stop} stops"
    if sending.is_stopped:
        return ["stopping: what is on its way is waited for"]
    if sending.is_paused:
        return ["paused", f"{pause} goes on, {stop} stops"]
    if sending.held_for:
        reason = printable(sending.reason, limit=80)
        return [f"waits {ceil(sending.held_for)} s: {reason}", keys]
    if (silent := delivery.silent_for) > SILENCE:
        return [f"no answer for {int(silent)} s, waiting for the server", keys]
    rate = delivery.rate
    if not rate:
        return [keys]
    left = ceil(delivery.unsettled / rate)
    return [f"{rate:,.0f}/s", f"{left:,} s left", keys]
