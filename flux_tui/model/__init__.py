"""The world's words: events, entities, changes, JSON values. No I/O, no wire."""
