"""Events from a template, its placeholders answered on the command line."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flux_tui.cli.logs import hide
from flux_tui.client.templates.filling import AnswerProblem, Moment, fill
from flux_tui.client.templates.folders import find_template
from flux_tui.client.templates.placeholder import Prompt
from flux_tui.client.templates.secrets import revealing
from flux_tui.client.templates.template import Template
from flux_tui.config import config_path
from flux_tui.config.explorer import load_explorer_settings, template_folders
from flux_tui.errors import Malformed, UsageError
from flux_tui.model.event import Event
from flux_tui.protocol.events import read_event
from flux_tui.protocol.json_reading import read_json


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """The events of a template; placeholders of the environment still stand in them."""

    template: Template
    events: Sequence[Event]

    def revealed(self) -> list[Event]:
        """The events as they are sent, with the values of the environment.

        Those are hidden from now on in all that is said and logged. Raises UsageError for a
        variable that is not set.
        """
        known = revealing(self.template.environment)
        hide(*known.values.values())
        return [known.revealed(event) for event in self.events]


def filled_template(name: str, given: Iterable[str]) -> FilledTemplate:
    """A template by its name, filled in with ``key=value`` each; raises UsageError."""
    folders = template_folders(config_path(), load_explorer_settings(config_path()).templates)
    template = find_template(folders, name)
    answers = dict(map(_answer, given))
    prompts = {prompt.name: prompt for prompt in template.prompts}
    strange = [key for key in answers if key not in prompts]
    if strange:
        asked = ", ".join(prompts) or "nothing"
        raise _problem(template, f"does not ask for {', '.join(strange)}: it asks for {asked}")
    lacking = [p for p in prompts.values() if p.name not in answers and p.default is None]
    if lacking:
        raise _problem(template, _wanted(lacking))
    try:
        texts = fill(template, answers, Moment(time.time_ns() // 1_000_000))
        return FilledTemplate(template, [read_event(read_json(text)) for text in texts])
    except AnswerProblem as problem:
        raise UsageError(f"template {template.name}: {problem}; nothing was sent") from None
    except Malformed as problem:
        raise _problem(template, f"makes no event ({problem})") from None


def both_given(sentence: str, words: Iterable[str | None]) -> UsageError:
    """Why a template and words are too much; answers without their option are named."""
    answers = [word for word in words if word is not None and "=" in word]
    if answers:
        options = " ".join(f"--set {answer}" for answer in answers)
        return UsageError(f"each answer has a --set of its own: {options}; nothing was sent")
    return UsageError(f"{sentence}, not both; nothing was sent")


def _answer(given: str) -> tuple[str, str]:
    key, is_given, value = given.partition("=")
    if not is_given or not key:
        raise UsageError(f"--set wants name=value, not {given!r}; nothing was sent")
    return key, value


def _wanted(lacking: Sequence[Prompt]) -> str:
    names = [prompt.name for prompt in lacking]
    options = " ".join(f"--set {name}=…" for name in names)
    return f"asks for {', '.join(names)}: give {options}"


def _problem(template: Template, text: str) -> UsageError:
    return UsageError(f"template {template.name} {text}; nothing was sent")
