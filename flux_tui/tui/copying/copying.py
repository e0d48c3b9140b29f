"""The copy action: asks in what form, and says what was copied where to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.app import App

from flux_tui.client.turns import Turns
from flux_tui.model.event import Event
from flux_tui.model.inline import day_text, name_text, size_text
from flux_tui.model.json import Path
from flux_tui.replica.query import path_term
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.acting.aims import Aim, aims_of
from flux_tui.tui.acting.nothing import tell_nothing_to
from flux_tui.tui.acting.place import Place, Setting
from flux_tui.tui.copying import clipboard
from flux_tui.tui.copying.commands import Server, is_plain
from flux_tui.tui.copying.copy_chooser import CopyChooser, Offers, Subject
from flux_tui.tui.copying.copyable import Copyable
from flux_tui.tui.copying.forms import of_entity, of_event, of_gone, of_many, of_value
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.workspace import Workspace

LARGEST = 1_000_000
"""Bytes that are copied at most; what is more belongs into a file."""


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
            self._offer(subjects)
        else:
            tell_nothing_to(self._app, "copy", self._workspace.view)

    def ask_of_event(self, event: Event, setting: Setting | None) -> None:
        """Ask what to copy of an event, of which ``setting`` is looked at."""
        self._offer([self._of_event(event, setting)])

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

    def _offer(self, subjects: Sequence[Subject]) -> None:
        chooser = CopyChooser(subjects)

        def begin(chosen: Copyable | None) -> None:
            if chosen is not None and chooser.into_file:
                self._save(chosen)
            elif chosen is not None:
                self._app.run_worker(self._copy(chosen), group="copying", exclusive=True)

        self._app.push_screen(chooser, begin)

    def _save(self, chosen: Copyable) -> None:
        from flux_tui.tui.copying.copy_save_screen import CopySaveScreen

        utc = self._workspace.options.utc
        name = f"flux-{day_text(self._workspace.clock.now(), utc=utc)}.{chosen.suffix}"
        self._app.push_screen(CopySaveScreen(chosen, name))

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
        save = keys_of(self._app)("copy.save")
        self._app.notify(
            f"nothing was copied: {size_text(size)} is more than the {most} that a terminal takes "
            f"(OSC 52), and no clipboard of this machine takes it; {save} in the dialog puts it "
            "into a file",
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
