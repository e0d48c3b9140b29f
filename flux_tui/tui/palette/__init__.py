"""The palette: every action by its name."""
