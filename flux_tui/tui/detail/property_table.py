"""The property table: a virtual list of one entity's properties and what is inside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from flux_tui.model.change import PropertySet
from flux_tui.model.inline import age_text
from flux_tui.model.json import Path, value_at
from flux_tui.replica.outcome import Outcome, concerning
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.cursor_list import CursorList, cursor_keys
from flux_tui.tui.detail.columns import DetailColumns
from flux_tui.tui.detail.links import LinkFollowed, target_of
from flux_tui.tui.detail.movement import STILL, Movement, movement_of
from flux_tui.tui.detail.narrowing import NarrowWanted
from flux_tui.tui.detail.painter import DetailStyles, paint
from flux_tui.tui.detail.pins import Pins
from flux_tui.tui.detail.rows import DetailRow, rows_of
from flux_tui.tui.glow import Stage
from flux_tui.tui.workspace import Workspace

PARTS = ("name", "dim", "warning", "failing", "glow", "fading", "focus", "bar")
"""The component classes, as they are called in the styles of a row."""


class PropertyTable(CursorList):
    """Rows of one entity. Posts ``Focused`` when another row has the cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"property-table--{part}" for part in PARTS}

    BINDINGS: ClassVar[list[BindingType]] = [
        *cursor_keys("detail"),
        Binding("enter", "enter", "Unfold/follow", id="detail.fold"),
        Binding(
            "plus",
            "narrow(False)",
            "Filter by it",
            show=False,
            id="detail.with",
            tooltip="List what has this value, too",
        ),
        Binding(
            "minus",
            "narrow(True)",
            "Filter it out",
            show=False,
            id="detail.without",
            tooltip="List what has it not",
        ),
        Binding(
            "full_stop",
            "pin",
            "Pin",
            show=False,
            id="detail.pin",
            tooltip="Have it first in all entities of this kind, or no longer",
        ),
        Binding("v", "view", "View", id="detail.view", tooltip="The value whole: text or JSON"),
        Binding("left", "fold(True)", "Fold", show=False, id="detail.close"),
        Binding("right", "fold(False)", "Unfold", show=False, id="detail.open"),
    ]

    class Focused(Message):
        """Another property has the cursor; ``path`` is empty when there is none."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("property-table", PARTS, id="properties")
        self._workspace = workspace
        self._picture = workspace.view.picture
        self._glow = workspace.glow
        self._history = workspace.learning.history
        self._pins = Pins(workspace.remembered)
        self._entity_id: str | None = None
        self._rows: list[DetailRow] = []
        self._columns = DetailColumns(8, 8, 0)
        self._folds: dict[str, dict[Path, bool]] = {}
        self._changed: set[str] = set()
        self._leave = workspace.world.observe(self._on_outcomes)

    @property
    def columns(self) -> DetailColumns:
        """Where the rows' parts stand now."""
        return self._columns

    @property
    def count(self) -> int:
        """How many rows the entity has."""
        return len(self._rows)

    @property
    def row(self) -> DetailRow | None:
        """The row under the cursor."""
        return self._rows[self._cursor] if self._cursor < len(self._rows) else None

    def on_unmount(self) -> None:
        """Hear no more of the world."""
        self._leave()

    # -- what is shown -------------------------------------------------------------------------

    def show(self, entity_id: str | None) -> None:
        """Show an entity from its top; None shows nothing."""
        if entity_id == self._entity_id:
            return
        self._entity_id = entity_id
        self._cursor = 0
        self.scroll_to(y=0, animate=False)
        self._rebuild()

    def update_changed(self) -> bool:
        """Bring the rows up to date with what the world did to the entity; whether it did."""
        changed, self._changed = self._changed, set()
        if not changed:
            return False
        record = self._record()
        rows = [r for r in self._rows if r.path and r.path[0] in changed]
        simple = all(row.folded is None and row.depth == 0 for row in rows)
        values = [record.properties.get(name) for name in changed] if record else []
        if (
            record is None
            or len(rows) != len(changed)
            or not simple
            or any(
                isinstance(value, list | dict) or (isinstance(value, str) and len(value) > 100)
                for value in values
            )
        ):
            self._rebuild()
            return True
        places = [i for i, row in enumerate(self._rows) if row.path and row.path[0] in changed]
        for index in places:
            row = self._rows[index]
            value = record.properties[str(row.path[0])]
            self._rows[index] = row._replace(value=value)
        self.repaint_seen(places)
        return True

    def refresh_times(self) -> None:
        """Repaint what has aged or faded, and nothing else."""
        self.repaint_ticked()

    def _rebuild(self) -> None:
        record = self._record()
        self._changed.clear()
        path = self.row.path if self.row else ()
        width = self.size.width
        folds = self._folds.get(self._entity_id or "", {})
        pins = () if record is None else self._pins.of(record.id)
        self._rows = [] if record is None else rows_of(record.properties, folds, width // 2, pins)
        beside = 1 if len(self._rows) > self.size.height else 0  # the scrollbar's, soon
        self._columns = DetailColumns.fitting(self._rows, width - beside)
        self.virtual_size = Size(width, len(self._rows))
        self._cursor = self._find(path)
        self.repaint_all()
        self.post_message(self.Focused(path if self.row is None else self.row.path))

    def _find(self, path: Path) -> int:
        places: Iterable[int] = (i for i, row in enumerate(self._rows) if row.path == path)
        return next(iter(places), max(0, min(self._cursor, len(self._rows) - 1)))

    def _target(self, row: DetailRow) -> str | None:
        """The entity that a row's value names."""
        if row.folded is not None or row.text is not None or self._entity_id is None:
            return None
        return target_of(row.value, self._entity_id, self._picture)

    def _record(self) -> EntityRecord | None:
        return None if self._entity_id is None else self._picture.get(self._entity_id)

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        self._changed.update(
            [
                change.property if isinstance(change, PropertySet) else ""
                for _, change, _, _ in concerning(self._entity_id, outcomes)
            ]
        )

    def on_resize(self) -> None:
        """Another width means other columns."""
        self._rebuild()

    # -- painting ------------------------------------------------------------------------------

    def segments_of(self, line: int) -> list[Segment]:
        """A property, something inside its value, or a line of a long text."""
        record = self._record()
        if record is None or line >= len(self._rows):
            return []
        age, stage, movement = self.tick_of(line)
        return paint(
            self._rows[line],
            record,
            self._columns,
            age=age,
            stage=stage,
            movement=movement,
            focused=self.has_focus and line == self._cursor,
            linked=self._target(self._rows[line]) is not None,
            styles=DetailStyles(plain=Style.null(), **self.looks),
        )

    def tick_of(self, line: int) -> tuple[str, Stage, Movement]:
        """A property's age as it reads now, how strongly it glows, and how it moves."""
        record = self._record()
        row = self._rows[line] if line < len(self._rows) else None
        if record is None or row is None or not row.path:
            return "", Stage.OFF, STILL
        name, picture = str(row.path[0]), self._picture
        stage = Stage.OFF if picture.paused else self._glow.stage(record.id, name)
        if row.depth or row.text is not None:
            return "", stage, STILL
        now = picture.now()
        movement = movement_of(self._history, record, name, now, picture.paused_at)
        return age_text(now - record.stamp(name)), stage, movement

    # -- moving --------------------------------------------------------------------------------

    def action_enter(self) -> None:
        """Follow what is under the cursor to the entity that it names, or fold or unfold it."""
        target = None if self.row is None else self._target(self.row)
        if self.row is not None and target is not None:
            self.post_message(LinkFollowed(target, self.row.path))
        else:
            self.action_fold()

    def action_view(self) -> None:
        """Show the value under the cursor whole, as a text or as JSON, with a search."""
        from flux_tui.tui.json_view.value_screen import ValueScreen

        if self.row is not None and self.row.path and self._entity_id is not None:
            path, value = self.row.path, self.row.value
            if self.row.text is not None:
                value = value_at(self._picture[self._entity_id].properties, path)
            self.app.push_screen(ValueScreen(self._workspace, self._entity_id, path, value))

    def action_pin(self) -> None:
        """Have the property first in all entities of this kind, or no longer."""
        if self.row is not None and self.row.path and self._entity_id is not None:
            self._pins.toggle(self._entity_id, str(self.row.path[0]))
            self._rebuild()

    def action_narrow(self, without: bool) -> None:
        """List those alone that have the value under the cursor, or those that do not."""
        if self.row is not None and self.row.path:
            path = self.row.path
            self.post_message(NarrowWanted(path, self.row.value, without=without))

    def action_fold(self, folded: bool | None = None) -> None:
        """Fold or unfold what is under the cursor; without ``folded``, the other way."""
        row = self.row
        if row is None or row.folded is None or self._entity_id is None:
            return
        fold = not row.folded if folded is None else folded
        self._folds.setdefault(self._entity_id, {})[row.path] = fold
        self._rebuild()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; on the sign before a name it folds."""
        position = event.get_content_offset(self)
        if position is None:
            return
        index = position.y + self.scroll_offset.y
        if index < len(self._rows):
            self.move_to(index)
            if event.chain > 1:
                self.action_enter()
            elif position.x <= self._columns.name:
                self.action_fold()

    def point_at(self, path: Path) -> None:
        """Have the cursor on what stands at a path, if it is still there."""
        self.move_to(self._find(path))

    def move_to(self, line: int) -> None:
        """Put the cursor on a row, and tell of its property."""
        super().move_to(line)
        self.post_message(self.Focused(() if self.row is None else self.row.path))
