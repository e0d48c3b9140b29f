"""What is asked before something that is being repeated is ended with all else."""

from __future__ import annotations

from textual.content import Content

from flux_tui.tui.question.question import Question


def repeating_text(number: int) -> str:
    """What leaving would end, in a sentence."""
    things = "an event or a batch is" if number == 1 else f"{number} events or batches are"
    return f"{things} being published again and again; that ends with leaving."


def quit_question(number: int) -> Question:
    """Asked before the end."""
    text = repeating_text(number)
    return Question("still repeating", Content(text[0].upper() + text[1:]), do="Quit all the same")
