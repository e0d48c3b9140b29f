"""From the choice of a template to the composer's screen that it is opened in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from textual.app import App
from textual.content import Content

from flux_tui.client.sent.entry import Origin
from flux_tui.client.templates.filled import Filled
from flux_tui.client.templates.filling import Moment, fill, joined
from flux_tui.client.templates.folders import Found, find_templates
from flux_tui.client.templates.template import Template
from flux_tui.model.printable import printable
from flux_tui.tui.composer.batch.screen import BatchScreen
from flux_tui.tui.composer.composer import Composer
from flux_tui.tui.composer.event.draft import EventDraft
from flux_tui.tui.composer.event.screen import EventScreen
from flux_tui.tui.composer.rows import RowProblem
from flux_tui.tui.event_files.event_files import put_in
from flux_tui.tui.explorer.chooser import Chooser, Offer
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.question.question import Question
from flux_tui.tui.templates.answers import ANSWERS, remember
from flux_tui.tui.templates.drafting import draft_of, event_text
from flux_tui.tui.templates.prompt_screen import PromptScreen
from flux_tui.tui.templates.save_screen import SaveTemplateScreen
from flux_tui.tui.writing import may_write

SAVE = "save this as one"
"""What the choice offers beside the templates, in the composer's screens."""


def choose_template(
    app: App[None], composer: Composer, then: Callable[[Template], None] | None = None
) -> None:
    """Choose a template, answer what it asks, and have it opened; or do with it what is wanted."""
    folders = composer.workspace.options.template_folders
    screen = app.screen

    async def find() -> None:
        found = await asyncio.to_thread(find_templates, folders)
        if app.screen is screen:
            offer(found)

    def offer(found: Sequence[Found]) -> None:
        offers: list[Offer[Found | str]] = [_offer(each) for each in found]
        if then is None and isinstance(screen, EventScreen | BatchScreen):
            offers.append(Offer(SAVE, SAVE, hint="a template"))
        if offers:
            app.push_screen(Chooser[Found | str]("templates", offers), chosen)
        else:
            where = printable(", ".join(map(str, folders)), limit=300)
            save = keys_of(app)("composer.templates")
            words = f"there are no templates in {where}; {save} in the composer saves one"
            app.notify(words, markup=False)

    def opened(template: Template) -> None:
        ask(app, composer, template)

    def chosen(choice: Found | str | None) -> None:
        if isinstance(choice, str):
            save_as_template(app, composer)
        elif choice is not None and choice.template is not None:
            (then or opened)(choice.template)
        elif choice is not None:
            app.notify(printable(choice.problem, limit=400), severity="error", markup=False)

    screen.run_worker(find(), name="templates", group="templates", exclusive=True)


def ask(app: App[None], composer: Composer, template: Template) -> None:
    """Ask for what a template wants, then open what comes of it."""
    workspace = composer.workspace

    def now_ms() -> int:
        return workspace.clock.now() // 1_000_000

    def answered(answers: dict[str, str] | None) -> None:
        if screen.wants_series:
            from flux_tui.tui.series.opening import open_of_template

            open_of_template(app, composer, template, screen.answers)
        if answers is None or not may_write(app, workspace):
            return
        remember(workspace.remembered, template.name, answers)
        events = fill(template, answers, Moment(now_ms()))
        open_filled(app, composer, Filled(template, answers), events)

    last = workspace.remembered.get(ANSWERS).get(template.name, {})
    screen = PromptScreen(template, last, workspace.world, now_ms)
    app.push_screen(screen, answered)


def open_filled(app: App[None], composer: Composer, filled: Filled, events: list[str]) -> None:
    """One event is opened in its form, more of them in the batch editor."""
    drafts, template = composer.drafts, filled.template
    draft = None if template.is_batch else draft_of(events[0], drafts)
    if draft is None:
        put_batch(app, composer, joined(template, events), template.environment, filled=filled)
        return
    draft.note.environment = template.environment
    draft.filled = replace(filled, text=event_text(draft))
    put_event(app, composer, draft)


def put_event(app: App[None], composer: Composer, draft: EventDraft) -> None:
    """Have an event in the form of a new one; what is there and was not sent is asked about."""
    drafts = composer.drafts

    def show() -> None:
        drafts.replace(drafts.event, draft)
        _close_composer(app)
        app.call_later(app.push_screen, EventScreen(composer, draft))

    if drafts.event.is_blank or drafts.event.has_arrived:
        show()
        return
    what = Content("The form of a new event holds one that was not sent. Put this in its place?")
    question = Question("replace the new event", what, do="Replace")
    app.push_screen(question, lambda yes: show() if yes else None)


def put_batch(
    app: App[None],
    composer: Composer,
    text: str,
    names: frozenset[str] = frozenset(),
    *,
    origin: Origin | None = None,
    filled: Filled | None = None,
    asks: bool = True,
) -> None:
    """Have events in the batch editor, and that on the screen.

    What is there is asked about, unless it is known that it may go; ctrl+z brings it back.
    """
    draft = composer.drafts.batch
    shown = app.screen
    editor = shown if isinstance(shown, BatchScreen) else BatchScreen(composer)
    if editor is not shown:
        _close_composer(app)
        app.call_later(app.push_screen, editor)

    def put(text: str) -> None:
        editor.put(text)
        draft.note.environment |= names
        draft.note.origin = origin
        draft.filled = None if filled is None else replace(filled, text=draft.text)

    if asks:
        app.call_later(editor.call_after_refresh, put_in, app, composer, put, text)
    else:
        put(text)


def save_as_template(app: App[None], composer: Composer) -> None:
    """Keep what the composer's screen says as a template."""
    folders = composer.workspace.options.template_folders
    screen = app.screen
    if not folders:
        app.notify("there is no folder for templates", markup=False)
        return
    if isinstance(screen, BatchScreen):
        text = composer.drafts.batch.text.strip()
        body, member = (text, "events") if text.startswith("[") else ("", "")
        if not body:
            app.notify("a template of a batch is saved from a list [ … ]", markup=False)
            return
    elif isinstance(screen, EventScreen):
        try:
            body, member = event_text(screen.draft), "event"
        except RowProblem as problem:
            app.notify(printable(str(problem), limit=200), markup=False)
            return
    else:
        return
    app.push_screen(SaveTemplateScreen(body, member, folders[0]))


def _close_composer(app: App[None]) -> None:
    if isinstance(app.screen, EventScreen | BatchScreen):
        app.screen.action_close()


def _offer(found: Found) -> Offer[Found | str]:
    """A template with what it is for; of a file that is none what is wrong, its name is said."""
    if found.template is not None:
        return Offer(found.name, found, hint=found.template.description)
    problem = found.problem.removeprefix(str(found.path)).lstrip(": ")
    return Offer(found.name, found, hint=f"✗ {problem}")
