"""Asks for what a template wants, and shows what its first events will do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from flux_tui.client.templates.filling import Moment, answering, fill_event
from flux_tui.client.templates.placeholder import Kind
from flux_tui.client.templates.secrets import missing
from flux_tui.client.templates.template import Template
from flux_tui.errors import FluxTuiError
from flux_tui.model.inline import name_text
from flux_tui.model.printable import printable
from flux_tui.protocol.events import read_event
from flux_tui.protocol.json_reading import read_json
from flux_tui.replica.world import World
from flux_tui.tui.composer.preflight import Preflight
from flux_tui.tui.composer.wording import SIGNS, summary
from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.sparing_screen import SparingModal
from flux_tui.tui.templates.unset import FROM_ENVIRONMENT, UNSET, unset_text

PREVIEWED = 4
"""Events of a template of which is said what they will do."""

HINTS = {
    Kind.TEXT: "text",
    Kind.NUMBER: "a number",
    Kind.BOOLEAN: "true or false",
    Kind.JSON: "JSON",
}


class PromptScreen(SparingModal[dict[str, str] | None]):
    """Closes with the answers; with None when the template is not wanted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="prompt.cancel"),
        Binding("f4", "series", "Series", id="prompt.series"),
        Binding("down", "app.focus_next", "Next", show=False, id="prompt.next"),
        Binding("up", "app.focus_previous", "Before", show=False, id="prompt.previous"),
        Binding("ctrl+c", "app.say_how_to_leave", show=False, id="prompt.interrupt"),
    ]

    def __init__(
        self,
        template: Template,
        last: Mapping[str, str],
        world: World,
        now_ms: Callable[[], int],
    ) -> None:
        """``last`` are the answers of the last time."""
        super().__init__()
        self._template = template
        self.wants_series = False
        """Whether it was closed to make many events of the template, with the same answers."""
        self._world = world
        self._now_ms = now_ms
        self._fields = {
            prompt.name: ExactInput(
                last.get(prompt.name, prompt.default or ""),
                placeholder=HINTS[prompt.kind],
                select_on_focus=True,
            )
            for prompt in template.prompts
        }
        self._answered = set[Input]()
        self._preview = Static(id="preview")
        self._message = Static(id="message")

    def compose(self) -> ComposeResult:
        """What it is for, a field for each prompt, what will happen."""
        with Vertical(id="prompts", classes="file-dialog") as box:
            box.border_title = Content(f"template {name_text(self._template.name, 40)}")
            keys = "{prompt.series} makes many, {prompt.cancel} leaves"
            box.border_subtitle = Content(keys_of(self).say(keys))
            if self._template.description:
                yield Static(Content(printable(self._template.description, limit=300)))
            with VerticalScroll(id="fields"):
                for prompt in self._template.prompts:
                    yield _row(prompt.name, self._fields[prompt.name])
                for name in sorted(self._template.environment):
                    yield _row(name, _of_environment(name))
            yield self._preview
            yield self._message
            with Horizontal(id="answers"):
                yield Button(Content("Fill in"), "primary", id="do", compact=True)
                yield Button(Content("Cancel"), id="cancel", compact=True)

    def on_mount(self) -> None:
        """The cursor is in the first field; what is missing is asked for first."""
        fields = list(self._fields.values())
        wanted = next((field for field in fields if not field.value), fields[0] if fields else None)
        (wanted or self.query_one("#do")).focus()
        self._look()

    @property
    def answers(self) -> dict[str, str]:
        """What is typed."""
        return {name: field.value for name, field in self._fields.items()}

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        event.stop()
        self._look()

    @on(Input.Submitted)
    def _on_entered(self, event: Input.Submitted) -> None:
        """Go on to what is missing still; an empty answer is one where enter was pressed on it."""
        event.stop()
        self._answered.add(event.input)
        for field in self._fields.values():
            if not field.value and field not in self._answered:
                field.focus()
                return
        self._decide()

    @on(Button.Pressed, "#do")
    def _decide(self) -> None:
        """Close with the answers once the template can be filled with them."""
        if self._look() and self.is_active:
            self.dismiss(self.answers)

    def action_series(self) -> None:
        """Make many events of it."""
        self.wants_series = True
        self.dismiss(None)

    @on(Button.Pressed, "#cancel")
    def _on_cancelled(self) -> None:
        self.dismiss(None)

    def _look(self) -> bool:
        """Say what the first events will do, or what is wrong."""
        try:
            lines = self._outlook()
        except FluxTuiError as error:
            return self._say(str(error))
        self._preview.update(Content("\n".join(lines)))
        return self._say(unset_text(self._template.environment), is_well=True)

    def _outlook(self) -> list[str]:
        preflight = Preflight(self._world, environment=self._template.environment)
        moment, answer, lines = Moment(self._now_ms()), answering(self.answers), []
        for number, event in enumerate(self._template.events[:PREVIEWED], 1):
            made = read_event(read_json(fill_event(event, answer, moment, number)))
            forecast = preflight.judge(made)
            entity = name_text(made.entity_id or "", 30)
            lines.append(f"{SIGNS[forecast.verdict]} {entity}  {summary(forecast)}")
        left = len(self._template.events) - PREVIEWED
        return [*lines, f"and {left:,} more"] if left > 0 else lines

    def _say(self, problem: str, *, is_well: bool = False) -> bool:
        shown = printable(problem, limit=300)
        look = "$text-warning" if is_well else "$text-error"
        self._message.update(Content.styled(shown, look))
        self._preview.set_class(not is_well, "-old")
        return is_well


def _row(name: str, field: Widget) -> Horizontal:
    return Horizontal(Static(Content(name_text(name, 16)), classes="label"), field)


def _of_environment(name: str) -> Static:
    """Whether a variable is set; what it holds is shown nowhere."""
    said = Content.styled(f"! {UNSET}", "$text-warning") if missing([name]) else FROM_ENVIRONMENT
    return Static(said, classes="of-environment")
