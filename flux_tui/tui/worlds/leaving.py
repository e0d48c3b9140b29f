"""What is asked before something that goes on is ended with all else."""

from __future__ import annotations

from textual.content import Content

from flux_tui.tui.desk import Desk
from flux_tui.tui.question.question import Question


def going_on(desk: Desk) -> str:
    """What leaving would cut off of what is published, in a sentence; empty when nothing."""
    if desk.repeating:
        return _repeating_text(desk.repeating)
    return _sending_text(desk.unsettled) if desk.unsettled else ""


def quit_question(desk: Desk) -> Question:
    """Asked before the end, while something goes on."""
    text = going_on(desk)
    title = "still repeating" if desk.repeating else "still sending"
    return Question(title, Content(text[0].upper() + text[1:]), do="Quit all the same")


def _repeating_text(number: int) -> str:
    things = "an event or a batch is" if number == 1 else f"{number} events or batches are"
    return f"{things} being published again and again; that ends with leaving."


def _sending_text(number: int) -> str:
    events = "an event is" if number == 1 else f"{number:,} events are"
    return (
        f"{events} on the way, and it is not known yet whether the server took "
        f"{'it' if number == 1 else 'them'}. The draft stays, and sending it again from there uses "
        "the same event ids."
    )
