"""The last answers to each template, remembered from one run to the next; never a secret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from flux_tui.model.json import Json
from flux_tui.tui.remembered.item import Item, table, text
from flux_tui.tui.remembered.remembered import Remembered

MOST_TEMPLATES = 50
"""Templates whose answers are remembered, those filled last."""

LONGEST_ANSWER = 500
"""Characters of an answer that is remembered."""

Answers: TypeAlias = Mapping[str, Mapping[str, str]]


def _read(value: Json) -> Answers:
    return {
        name: {prompt: text(answer) for prompt, answer in table(answers).items()}
        for name, answers in table(value).items()
    }


ANSWERS: Item[Answers] = Item(
    "template-answers",
    _read,
    lambda answers: {name: dict(given) for name, given in answers.items()},
    {},
    everywhere=True,
)


def remember(remembered: Remembered, name: str, answers: Mapping[str, str]) -> None:
    """Have these answers offered the next time."""
    short = {p: answer for p, answer in answers.items() if len(answer) <= LONGEST_ANSWER}
    others = [(n, given) for n, given in remembered.get(ANSWERS).items() if n != name]
    remembered.put(ANSWERS, dict([*others[-MOST_TEMPLATES + 1 :], (name, short)]))
