"""A template as it was filled in, so that it can be filled in again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flux_tui.client.templates.filling import Moment, answering, fill_event
from flux_tui.client.templates.template import Template
from flux_tui.client.turns import Turns
from flux_tui.model.event import Event
from flux_tui.protocol.events import read_event
from flux_tui.protocol.json_reading import read_json


@dataclass(frozen=True, slots=True)
class Filled:
    """With which ``answers``, and the ``text`` that an editor held then."""

    template: Template
    answers: Mapping[str, str]
    text: str = ""

    def event(self, place: int, moment: Moment) -> Event:
        """The event at a place, those of all rounds counted: new times and ids, the next number.

        Raises what filling raises, and Malformed for what is no event.
        """
        events = self.template.events
        answer = answering(self.answers)
        text = fill_event(events[place % len(events)], answer, moment, place + 1)
        return read_event(read_json(text))._replace(event_id=None)

    async def round(self, number: int, moment: Moment) -> list[Event]:
        """The events of a round, which counts from 0; made in slices."""
        size, turns = len(self.template.events), Turns()
        events = []
        for place in range(number * size, (number + 1) * size):
            events.append(self.event(place, moment))
            await turns.give()
        return events
