"""The changes pane: what just changed, newest first."""
