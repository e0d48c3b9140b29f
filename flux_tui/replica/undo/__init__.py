"""Undo: what events changed, what of it still stands, and the events that bring back what was."""
