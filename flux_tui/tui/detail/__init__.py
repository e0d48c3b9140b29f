"""The detail pane: everything about the focused entity."""
