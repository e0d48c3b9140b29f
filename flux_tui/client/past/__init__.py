"""Reads the events that a server keeps of an entity, page by page, the newest first."""
