"""The four fields of an event beside its properties."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical

from flux_tui.tui.composer.event.draft import EventDraft
from flux_tui.tui.composer.event.field import Field
from flux_tui.tui.composer.event.judgement import Judgement
from flux_tui.tui.composer.suggestions import Completion, Vocabulary
from flux_tui.tui.event_files.dropping import DropInput
from flux_tui.tui.exact_input import ExactInput


class EventFields(Vertical):
    """Stream, source, entity and time; each says what is wrong with it."""

    def __init__(self, words: Vocabulary) -> None:
        super().__init__(id="fields")
        self._stream = _input("as lab.sensors, lowercase", words.streams())
        self._source = _input("who says so, as agent-7", words.sources())
        self._entity = _input("its id, also a new one", words.entities())
        self._timestamp = DropInput(placeholder="now")
        self._fields = {
            "stream": Field("Stream", self._stream),
            "source": Field("Source", self._source),
            "entity_id": Field("Entity", self._entity),
            "timestamp": Field("Time", self._timestamp),
        }

    def compose(self) -> ComposeResult:
        """One below the other."""
        yield from self._fields.values()

    @property
    def entity_id(self) -> str:
        """The entity that is named."""
        return self._entity.value

    def load(self, draft: EventDraft) -> None:
        """Show what a draft says."""
        self._stream.value = draft.stream
        self._source.value = draft.source
        self._entity.value = draft.entity_id
        self._timestamp.value = draft.timestamp

    def store(self, draft: EventDraft) -> bool:
        """Let a draft say what is shown; False when it does so already."""
        before = (draft.stream, draft.source, draft.entity_id, draft.timestamp)
        draft.stream, draft.source = self._stream.value, self._source.value
        draft.entity_id, draft.timestamp = self._entity.value, self._timestamp.value
        return before != (draft.stream, draft.source, draft.entity_id, draft.timestamp)

    def show(self, judgement: Judgement) -> None:
        """Say at each field what is wrong with it."""
        for name, field in self._fields.items():
            field.say(problem=judgement.problems.get(name), note=judgement.notes.get(name, ""))

    def focus_empty(self) -> bool:
        """Put the cursor into the first field that wants something; False when none does."""
        return self._focus(f for f in (self._stream, self._source, self._entity) if not f.value)

    def focus_problem(self, judgement: Judgement) -> bool:
        """Put the cursor into the first field that is wrong or empty; False when none is."""
        return self._focus(
            field.field
            for name, field in self._fields.items()
            if name in judgement.problems or name in judgement.wanted
        )

    def _focus(self, fields: Iterator[ExactInput]) -> bool:
        field = next(fields, None)
        if field is not None:
            field.focus()
        return field is not None


def _input(placeholder: str, words: Completion) -> ExactInput:
    return DropInput(placeholder=placeholder, suggester=words)
