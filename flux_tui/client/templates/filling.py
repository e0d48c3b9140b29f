"""A template and answers become the text of events. Answers are data: whatever is typed, it stays
within its string, and is no placeholder.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import uuid4

from flux_tui.client.templates.placeholder import (
    ENVIRONMENT,
    Counter,
    Environment,
    Kind,
    Now,
    Part,
    Prompt,
    Uuid,
)
from flux_tui.client.templates.template import Template, TemplateEvent, Token
from flux_tui.errors import UsageError
from flux_tui.model.json import JsonObject
from flux_tui.model.printable import json_escaped
from flux_tui.protocol.json_reading import NotJson, read_json

written_json = json.JSONEncoder(ensure_ascii=False).encode
"""JSON text of a value; made once, as it is asked for at each event of many."""


class AnswerProblem(UsageError):
    """An answer cannot stand where it is wanted; ``name`` is the prompt's."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name, self.message = name, message


def _new_uuid() -> str:
    return str(uuid4())


@dataclass(frozen=True, slots=True)
class Moment:
    """When it is filled (ms), and where new ids come from."""

    now_ms: int
    uuid: Callable[[], str] = _new_uuid


Answer = Callable[[Prompt], str | None]
"""What is answered where a placeholder asks; None where nothing is."""


def answering(answers: Mapping[str, str]) -> Answer:
    """Answers by their names, else a placeholder's own default."""
    return lambda prompt: answers.get(prompt.name, prompt.default)


def fill(
    template: Template, answers: Mapping[str, str], moment: Moment, *, first: int = 1
) -> list[str]:
    """The text of each event, numbered from ``first``; raises AnswerProblem or UsageError."""
    answer = answering(answers)
    return [
        fill_event(event, answer, moment, number)
        for number, event in enumerate(template.events, first)
    ]


def fill_event(event: TemplateEvent, answer: Answer, moment: Moment, number: int) -> str:
    """The text of one event."""
    pieces, at = [], 0
    for token in event.tokens:
        pieces.append(event.text[at : token.start])
        pieces.append(_value(token, answer, moment, number))
        at = token.end
    pieces.append(event.text[at:])
    text = "".join(pieces)
    _refuse_environment_outside(text)
    return text


def joined(template: Template, events: list[str]) -> str:
    """The events as one text for an editor."""
    return events[0] if not template.is_batch else "[\n" + ",\n".join(events) + "\n]"


def _value(token: Token, answer: Answer, moment: Moment, number: int) -> str:
    if len(token.parts) == 1 and not token.is_name:
        match token.parts[0]:
            case Prompt(kind=kind) as prompt if kind is not Kind.TEXT:
                return _typed(prompt, answer)
            case Now(offset):
                return str(moment.now_ms + offset)
            case Counter(None):
                return str(number)
    text = "".join(_text(part, answer, moment, number) for part in token.parts)
    wanted = sum(isinstance(part, Environment) for part in token.parts)
    if len(ENVIRONMENT.findall(text)) != wanted:
        raise UsageError(
            "{{env:…}} in an answer would be taken for the environment's; write it otherwise"
        )
    return json_escaped(written_json(text))


def _text(part: Part, answer: Answer, moment: Moment, number: int) -> str:
    match part:
        case str():
            return part
        case Prompt():
            return _said(part, answer)
        case Now(offset):
            return str(moment.now_ms + offset)
        case Uuid():
            return moment.uuid()
        case Counter(width):
            return f"{number:0{width or 1}}"
        case Environment():
            return str(part)


def _typed(prompt: Prompt, answer: Answer) -> str:
    """An answer as a number, true or false, or any JSON, digit for digit."""
    said = _said(prompt, answer).strip()
    try:
        value = read_json(said) if said else ""
    except NotJson as error:
        if prompt.kind is Kind.JSON:
            raise AnswerProblem(prompt.name, str(error)) from None
        value = ""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if prompt.kind is Kind.NUMBER and not is_number:
        raise AnswerProblem(prompt.name, "a number as JSON writes it, such as 22.5")
    if prompt.kind is Kind.BOOLEAN and not isinstance(value, bool):
        raise AnswerProblem(prompt.name, "true or false")
    if prompt.kind is Kind.JSON and not said:
        raise AnswerProblem(prompt.name, "a JSON value")
    if isinstance(value, (str, list, dict)) and ENVIRONMENT.search(written_json(value)):
        raise AnswerProblem(prompt.name, "{{env:…}} would be taken for the environment's")
    return json_escaped(said)


def _said(prompt: Prompt, answer: Answer) -> str:
    said = answer(prompt)
    if said is None:
        raise AnswerProblem(prompt.name, "a value is missing")
    return said


def _refuse_environment_outside(text: str) -> None:
    """Secrets stand in properties alone: ids, streams and sources are shown everywhere."""
    if "{{env:" not in text:
        return
    event = read_json(text)
    outside: JsonObject = dict(event) if isinstance(event, dict) else {}
    payload = outside.get("payload")
    if isinstance(payload, dict):
        outside["payload"] = {k: v for k, v in payload.items() if k != "properties"}
    if ENVIRONMENT.search(written_json(outside)):
        raise UsageError("{{env:…}} may stand in the values of properties alone")
