"""Help: the keys that work now."""
