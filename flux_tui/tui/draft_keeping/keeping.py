"""Keeps one world's drafts on the disk while they are written, and puts them back at a start."""

from __future__ import annotations

import asyncio
from threading import Lock
from typing import TYPE_CHECKING

from flux_tui.tui.options import ExplorerOptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from flux_tui.tui.composer.drafts import Drafts
    from flux_tui.tui.draft_keeping.kept import KeptDrafts
    from flux_tui.tui.draft_keeping.slots import Slot, Slots
    from flux_tui.tui.draft_keeping.taking import Taking


class DraftKeeping:
    """Belongs to a desk: its file is held until that is left for good.

    ``tick`` costs nothing while nobody has a draft; whatever is wrong with the disk, drafts go on.
    """

    def __init__(self, options: ExplorerOptions) -> None:
        self._options = options
        self._looked = self._ended = False
        self._taking: Taking | None = None
        self._slot: Slot | None = None
        self._written: KeptDrafts | None = None
        self._writing: asyncio.Future[None] | None = None
        self._disk = Lock()
        self.problem: str | None = None
        """Why drafts are not kept, in one sentence; None while they are."""

    def put_back(self, now_ms: Callable[[], int]) -> Drafts | None:
        """The drafts that earlier explorers left here; None when there are none. Only once."""
        if self._looked or self._options.state_folder is None:
            return None
        self._looked = True
        slots = self._slots()
        if slots.are_empty:
            return None
        from flux_tui.tui.draft_keeping.kept import put_back, put_together

        found = slots.take_written()
        if not found:
            return None
        whole, left = put_together([kept for _, kept in found])
        self._slot = found[0][0]
        self._write(whole)
        self._written = whole
        for (slot, kept), rest in list(zip(found, left, strict=True))[1:]:
            if self.problem is None and rest != kept:
                self._lay_down(slot, rest)
            slot.release()
        return None if whole.is_empty else put_back(whole, now_ms)

    def tick(self, drafts: Drafts | None) -> None:
        """Write what has changed, aside, if that is not going on; to be called twice a second."""
        idle = self._writing is None or self._writing.done()
        if drafts is not None and idle and (kept := self._changed(drafts)) is not None:
            loop = asyncio.get_running_loop()
            self._writing = loop.run_in_executor(None, self._write, kept)

    async def write(self, drafts: Drafts) -> bool:
        """Write what has changed, and wait for it; whether all of it lies on the disk then."""
        for _ in range(2):  # what is being written may be older
            self.tick(drafts)
            if self._writing is not None:
                await asyncio.shield(self._writing)
        return self._slot is not None and self.problem is None

    async def left_by(self) -> frozenset[str]:
        """The processes whose drafts lie on the disk and may be put back."""
        if self._options.state_folder is None:
            return frozenset()
        return await asyncio.to_thread(self._slots().left_by)

    def close(self, drafts: Drafts | None) -> None:
        """Write what is left; it has been written when this returns."""
        kept = None if drafts is None else self._changed(drafts)
        if kept is not None:
            self._write(kept)

    def end(self) -> None:
        """Let another explorer have the file; nothing is written from now on."""
        self._ended = True
        with self._disk:
            if self._slot is not None:
                self._slot.release()
                self._slot = None

    def _changed(self, drafts: Drafts) -> KeptDrafts | None:
        """What is to be written; None when that lies on the disk already."""
        if self._options.state_folder is None or self._ended:
            return None
        if self._taking is None:
            from flux_tui.tui.draft_keeping.taking import Taking

            self._taking = Taking()
        kept = self._taking.take(drafts)
        before = self._written
        if kept == before or (before is None and kept.is_empty):
            return None
        self._written = kept
        return kept

    def _write(self, kept: KeptDrafts) -> None:
        with self._disk:
            if self._ended:
                return
            try:
                self._slot = self._slot or self._slots().take_free()
            except OSError as error:
                self.problem = f"drafts cannot be kept: {error.strerror or error}"
                return
            if self._slot is None:
                self.problem = "drafts are not kept: too many explorers of this server keep theirs"
            else:
                self._lay_down(self._slot, kept)

    def _lay_down(self, slot: Slot, kept: KeptDrafts) -> None:
        self.problem = None
        try:
            slot.write(kept)
        except OSError as error:
            self.problem = f"drafts cannot be kept: {error.strerror or error}"

    def _slots(self) -> Slots:
        from flux_tui.tui.draft_keeping.slots import Slots

        folder = self._options.state_folder
        assert folder is not None  # noqa: S101 - asked before
        return Slots(folder, self._options.profile, self._options.url)
