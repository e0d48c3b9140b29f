"""The draft of one event: its fields, and its properties as rows or as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from flux_tui.errors import UsageError
from flux_tui.model.event import Event, setting
from flux_tui.model.json import Json, JsonObject, same
from flux_tui.protocol.json_reading import NotJson
from flux_tui.tui.composer.draft import Draft
from flux_tui.tui.composer.rows import (
    LONGEST_ROW,
    MOST_ROWS,
    PropertyRow,
    RowProblem,
    fits_rows,
    json_of_rows,
    properties_of,
    read_properties,
    rows_of_json,
)
from flux_tui.tui.composer.timestamps import NOW, parse_timestamp


class Mode(Enum):
    """How the properties are edited."""

    ROWS = auto()
    JSON = auto()


@dataclass
class EventDraft(Draft):
    """One event as typed. ``base`` holds the properties of the entity that it was made from."""

    stream: str = ""
    source: str = ""
    entity_id: str = ""
    timestamp: str = NOW
    mode: Mode = Mode.ROWS
    rows: list[PropertyRow] = field(default_factory=list)
    json: str = ""
    base: Mapping[str, Json] | None = None
    sends_all: bool = False
    """Whether properties that are as in ``base`` are sent too."""
    began_as: tuple[str, str, str] | None = None
    """Stream, source and entity that it was opened with; None when nobody has chosen any yet."""

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in it worth keeping."""
        return (
            not self.entity_id
            and self.timestamp == NOW
            and not self.json.strip()
            and all(row.is_blank for row in self.rows)
        )

    def written(self, known: Mapping[str, Json] | None) -> JsonObject:
        """The properties as they are written; raises RowProblem or NotJson."""
        if self.mode is Mode.JSON:
            return read_properties(self.json)
        return properties_of(self.rows, known)

    def sent(self, written: JsonObject) -> JsonObject:
        """Those of the written properties that are sent: from an entity, what was changed."""
        base = self.base
        if base is None or self.sends_all:
            return written
        return {
            name: value
            for name, value in written.items()
            if name not in base or not same(base[name], value)
        }

    def event(self, properties: JsonObject) -> Event:
        """The event with these properties; raises ValueError for a timestamp that is none."""
        return setting(
            self.stream,
            self.source,
            self.entity_id,
            properties,
            timestamp=parse_timestamp(self.timestamp),
        )

    def is_untouched(self) -> bool:
        """Whether it says nothing but what its entity said when it was opened."""
        if self.began_as not in (None, (self.stream, self.source, self.entity_id)):
            return False
        if self.base is None:
            return self.is_blank
        try:
            return not self.sent(self.written(self.base)) and self.timestamp == NOW
        except (RowProblem, NotJson):
            return False

    def to_json(self, known: Mapping[str, Json] | None) -> None:
        """Go on as JSON; raises RowProblem while a row is none."""
        self.json = json_of_rows(self.rows, known)
        self.mode = Mode.JSON

    def to_rows(self) -> None:
        """Go on as rows; raises NotJson while the text is none, UsageError when it is too much."""
        rows = rows_of_json(self.json)
        if not fits_rows(rows):
            raise UsageError(
                f"rows hold {MOST_ROWS} properties of {LONGEST_ROW:,} characters; these are more"
            )
        self.rows, self.json = rows, ""
        self.mode = Mode.ROWS
