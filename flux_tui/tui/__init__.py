"""The explorer: a live world on the screen, and events from the keyboard into it."""
