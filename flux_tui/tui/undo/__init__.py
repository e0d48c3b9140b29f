"""Undo: first what it would do, line by line, then the events that do it."""
