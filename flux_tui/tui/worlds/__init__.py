"""Which world is open, and how another one is opened in its place."""
