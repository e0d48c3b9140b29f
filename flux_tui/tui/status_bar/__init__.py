"""The status bar: where this is, and what the screen is worth."""
