"""The copy action: asks in what form, and says what was copied where to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from flux_tui.client.turns import Turns
from flux_tui.model.event import Event
from flux_tui.model.inline import name_text, size_text
from flux_tui.model.json import Path
from flux_tui.replica.query import path_term
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.acting.aims import Aim, aims_of, nothing_to
from flux_tui.tui.acting.place import Place, Setting
from flux_tui.tui.copying import clipboard
from flux_tui.tui.copying.commands import Server, is_plain
from flux_tui.tui.copying.forms import Copyable, of_entity, of_event, of_gone, of_many, of_value
from flux_tui.tui.explorer.chooser import Chooser, Offer
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.workspace import Workspace

LARGEST = 1_000_000
"""Bytes that are copied at most; what is more belongs into a file."""

Offers = Sequence[Offer[Copyable]]


@dataclass(frozen=True, slots=True)
class Subject:
    """Something to copy of, and how; what it offers is worked out when it is asked for."""

    label: str
    offers: Callable[[], Offers]


class CopyChooser(Chooser[Copyable]):
    """Offers the forms of one subject; ctrl+t goes on to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "next_subject", "Of others", id="copy.target", priority=True)
    ]

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self._subjects = list(subjects)
        super().__init__(self._heading, self._subjects[0].offers())

    @property
    def advice(self) -> str:
        """How to choose, and what else could be copied."""
        if len(self._subjects) < 2:
            return super().advice
        key = keys_of(self)
        return f"{key('chooser.choose')} copies, {key('copy.target')}: {self._subjects[1].label}"

    def action_next_subject(self) -> None:
        """Offer what can be copied of another subject."""
        self._subjects.append(self._subjects.pop(0))
        self.offer(self._heading, self._subjects[0].offers())

    @property
    def _heading(self) -> str:
        return f"copy of {self._subjects[0].label}"


class Copying:
    """Copies of one workspace's world."""

    def __init__(self, app: App[None], workspace: Workspace) -> None:
        self._app = app
        self._workspace = workspace
        self._server = Server.of(workspace.client.url, workspace.options)

    def ask(self, place: Place | None) -> None:
        """Ask what to copy: of ``place``, where the cursor is outside of the list, or else."""
        subjects = self._subjects(place)
        if subjects:
            self._app.push_screen(CopyChooser(subjects), self._begin)
        else:
            self._app.notify(nothing_to("copy", self._workspace), markup=False)

    def ask_of_event(self, event: Event, setting: Setting | None) -> None:
        """Ask what to copy of an event, of which ``setting`` is looked at."""
        self._app.push_screen(CopyChooser([self._of_event(event, setting)]), self._begin)

    # -- what there is -------------------------------------------------------------------------

    def _subjects(self, place: Place | None) -> list[Subject]:
        subjects = [self._of_aim(aim) for aim in aims_of(self._workspace, place)]
        if place is None:
            return subjects
        record = self._workspace.view.picture.get(place.entity_id)
        if record is not None and place.path:
            subjects.insert(0, self._of_value(record, place.path, place.setting))
        if record is None:
            label = name_text(place.entity_id, 40)
            subjects.append(Subject(f"{label}, deleted", lambda: of_gone(place.entity_id)))
        if place.event is not None:
            subjects.insert(0, self._of_event(place.event, place.setting))
        return subjects

    def _of_event(self, event: Event, setting: Setting | None) -> Subject:
        label = f"event {name_text(event.event_id or '', 40)}"
        return Subject(label, lambda: of_event(event, setting, self._server, self._now_ms()))

    def _of_value(self, record: EntityRecord, path: Path, setting: Setting | None) -> Subject:
        label = name_text(path_term(path), 40)
        return Subject(label, lambda: of_value(record, path, setting, self._server, self._now_ms()))

    def _of_aim(self, aim: Aim) -> Subject:
        picture = self._workspace.view.picture

        def records(ids: Sequence[str]) -> Iterator[EntityRecord]:
            found = (picture.get(entity_id) for entity_id in ids)
            return (record for record in found if record is not None)

        def offers() -> Offers:
            ids = aim.ids()
            if len(ids) == 1 and (record := picture.get(ids[0])) is not None:
                return of_entity(record, self._server, self._now_ms())
            return of_many(lambda: records(ids), len(ids), self._server, self._now_ms())

        return Subject(aim.label, offers)

    def _now_ms(self) -> int:
        return self._workspace.clock.now() // 1_000_000

    # -- copying -------------------------------------------------------------------------------

    def _begin(self, chosen: Copyable | None) -> None:
        if chosen is not None:
            self._app.run_worker(self._copy(chosen), group="copying", exclusive=True)

    async def _copy(self, chosen: Copyable) -> None:
        lines, size, is_whole = await gather(chosen.lines())
        text = "\n".join(lines)
        taken = await clipboard.copy(self._app, text) if lines else []
        if not taken:
            self._say_too_large(size)
            return
        what = f"the {chosen.name}"
        if chosen.entities:
            first = "" if is_whole else f"the first {len(lines):,} of "
            what = f"{first}{chosen.entities:,} {chosen.name}"
        hidden = "" if is_plain(text.replace("\n", "")) else ", control characters in it"
        where = " and ".join(taken)
        self._app.notify(f"copied {what} ({size_text(size)}{hidden}) to {where}", markup=False)

    def _say_too_large(self, size: int) -> None:
        most = size_text(clipboard.LARGEST_OSC)
        export = keys_of(self._app)("explorer.export")
        self._app.notify(
            f"nothing was copied: {size_text(size)} is more than the {most} that a terminal takes "
            f"(OSC 52), and no clipboard of this machine takes it; {export} exports to a file",
            severity="warning",
            markup=False,
        )


async def gather(lines: Iterable[str]) -> tuple[list[str], int, bool]:
    """As many lines as may be copied, their size in bytes with line ends, and whether it is all.

    Where not even the first fits, the size is that of it.
    """
    gathered: list[str] = []
    size, turns = 0, Turns()
    for line in lines:
        length = len(line.encode("utf-8", "replace")) + bool(gathered)
        if size + length > LARGEST:
            return gathered, size or length, False
        gathered.append(line)
        size += length
        await turns.give()
    return gathered, size, True
