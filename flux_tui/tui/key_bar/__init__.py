"""The bottom line: the keys that work where the focus is."""
