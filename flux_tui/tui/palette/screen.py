"""The palette's dialog: Textual's, which does not expect a window without room for its list."""

from __future__ import annotations

from textual.command import CommandList, CommandPalette


class PaletteScreen(CommandPalette):
    """Finds anything to do by its name."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A list of which nothing is seen has no pages: Textual would look for their lines."""
        if action == "command_list":
            return all(found.scrollable_content_region for found in self.query(CommandList))
        return super().check_action(action, parameters)
