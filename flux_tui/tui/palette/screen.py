"""The palette's dialog: Textual's, which expects neither hostile text nor a window without room."""

from __future__ import annotations

from textual.command import CommandList, CommandPalette
from textual.widgets import Input

from flux_tui.model.printable import SAFE


class PaletteScreen(CommandPalette):
    """Finds anything to do by its name."""

    def on_mount(self) -> None:
        """What would act on the terminal is not taken, wherever it was copied."""
        self.query_one(Input).restrict = SAFE

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A list of which nothing is seen has no pages: Textual would look for their lines."""
        if action == "command_list":
            return all(found.scrollable_content_region for found in self.query(CommandList))
        return super().check_action(action, parameters)
