"""How far a delivery has come: a bar, the rate, the time left, what holds it."""

from __future__ import annotations

from math import ceil

from textual.content import Content

from flux_tui.model.printable import printable
from flux_tui.tui.composer.delivery import Delivery

BAR = 24
"""Cells of the bar."""

KEYS = "ctrl+r pauses, ctrl+t stops"
"""What a person can do about a delivery that goes on."""


def progress_line(delivery: Delivery) -> Content:
    """``████░░ 45 % · 1,200/s · 8 s left · ctrl+r pauses, ctrl+t stops``, printable."""
    total = len(delivery.events)
    done = total - delivery.unsettled
    full = BAR * done // total if total else BAR
    bar = Content.assemble(("█" * full, "$text-success"), ("░" * (BAR - full), "$text-muted"))
    parts = [f" {100 * done // max(1, total)} %", *_pace(delivery)]
    return bar + Content(" · ".join(parts))


def _pace(delivery: Delivery) -> list[str]:
    sending = delivery.sending
    if sending.is_stopped:
        return ["stopping: what is on its way is waited for"]
    if sending.is_paused:
        return ["paused", "ctrl+r goes on, ctrl+t stops"]
    if sending.held_for:
        reason = printable(sending.reason, limit=80)
        return [f"waits {ceil(sending.held_for)} s: {reason}", KEYS]
    rate = delivery.rate
    if not rate:
        return [KEYS]
    left = ceil(delivery.unsettled / rate)
    return [f"{rate:,.0f}/s", f"{left:,} s left", KEYS]
