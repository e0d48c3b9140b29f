"""What is asked of a series: its event where none is written yet, answers, numbers, times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from secrets import randbits

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from flux_tui.client.templates.placeholder import Prompt
from flux_tui.client.templates.series import TIME, PropertiesOf, Series, asked_in, stamped
from flux_tui.client.templates.template import Template
from flux_tui.model.inline import name_text
from flux_tui.tui.composer.suggestions import Vocabulary
from flux_tui.tui.composer.timestamps import NOW
from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.series.asking import read_numbers, read_rounds, read_times
from flux_tui.tui.series.written import template_of_words
from flux_tui.tui.templates.prompt_screen import HINTS

USUAL_ROUNDS = "10"
"""How many events of a numbered series there are at first."""

EXAMPLE = '{"power": 0, "was": "{{its.power:json}}"}'
"""What stands in the field of the properties while it is empty."""


class SeriesFields(Vertical):
    """The fields; without a ``template`` the event is written in them, about each entity."""

    def __init__(
        self, template: Template | None, last: Mapping[str, str], words: Vocabulary
    ) -> None:
        """``last`` has answers and, by their labels, words that stand in the fields at first."""
        super().__init__(id="series-fields")
        self._template = template
        self._words = {
            "stream": ExactInput(last.get("stream", ""), suggester=words.streams()),
            "source": ExactInput(last.get("source", ""), suggester=words.sources()),
            "properties": ExactInput(placeholder=EXAMPLE),
        }
        prompts = [] if template is None else template.prompts
        self._answers = {
            prompt.name: _answer_field(prompt, last) for prompt in prompts if prompt.name != TIME
        }
        self._rows: dict[str, Widget] = {}
        self._seed = randbits(64)
        self._rounds = _replaced(USUAL_ROUNDS)
        self._number = (_replaced("1"), _replaced("1"))
        self._time = (_replaced(NOW), _replaced(hint="as 5m or -1h"))

    def compose(self) -> ComposeResult:
        """A line each."""
        if self._template is None:
            for label, field in self._words.items():
                yield _row(label, field)
        if self._answers:
            with VerticalScroll(id="series-answers"):
                for name, field in self._answers.items():
                    self._rows[name] = _row(name_text(name, 16), field)
                    yield self._rows[name]
        is_one = self._template is None or len(self._template.events) == 1
        self._rows[""] = _row("events" if is_one else "rounds", self._rounds)
        yield self._rows[""]
        yield _row("{{n}} from", self._number[0], "in steps of", self._number[1])
        yield _row("{{time}} from", self._time[0], "in steps of", self._time[1])

    def ask_for(self, *, of_entities: bool) -> None:
        """Ask for what is not answered by the entities themselves, where it is for some."""
        if self._template is not None:
            asked = {prompt.name for prompt in asked_in(self._template, of_entities=of_entities)}
            for name in self._answers:
                self._rows[name].display = name in asked
        self._rows[""].display = not of_entities

    def focus_first(self) -> None:
        """Put the cursor into the first field that wants something, else into the first."""
        chain = self.screen.focus_chain
        fields = [field for field in self.query(ExactInput) if field in chain]
        wanted = (field for field in fields if not field.value and field is not self._time[1])
        chosen = next(wanted, fields[0])
        self.screen.set_focus(chosen)
        chosen.select_all()

    def focus_empty(self) -> bool:
        """Go to what is to be written here still, at once: more may be typed already.

        False when there is none.
        """
        words = self._words.values() if self._template is None else ()
        empty = next((field for field in words if not field.value), None)
        if empty is not None:
            self.screen.set_focus(empty)
        return empty is not None

    @property
    def answers(self) -> dict[str, str]:
        """What is typed for a template's placeholders."""
        return {name: field.value for name, field in self._answers.items()}

    def series(self, ids: Sequence[str] | None, properties_of: PropertiesOf, now_ms: int) -> Series:
        """What is asked for; raises UsageError in a sentence."""
        template = self._template
        if template is None:
            stream, source, properties = (field.value for field in self._words.values())
            template = template_of_words(stream, source, properties)
        since, step = (field.value for field in self._time)
        times = read_times(since, step, now_ms)
        return Series(
            template if times is None else stamped(template),
            read_rounds(self._rounds.value) if ids is None else len(ids),
            self.answers,
            read_numbers(*(field.value for field in self._number)),
            times,
            ids,
            properties_of,
            self._seed,
        )


def _answer_field(prompt: Prompt, last: Mapping[str, str]) -> ExactInput:
    return _replaced(last.get(prompt.name, prompt.default or ""), HINTS[prompt.kind])


def _replaced(value: str = "", hint: str = "") -> ExactInput:
    """A field that is filled already: what is typed takes the place of its value."""
    return ExactInput(value, placeholder=hint, select_on_focus=True)


def _row(label: str, field: ExactInput, more: str = "", second: ExactInput | None = None) -> Widget:
    parts: list[Widget] = [Static(Content(label), classes="label"), field]
    if second is not None:
        field.add_class("start")
        parts += [Static(Content(more), classes="between"), second]
    return Horizontal(*parts, classes="series-row")
