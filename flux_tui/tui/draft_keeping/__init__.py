"""Drafts that outlast the explorer: they are on the disk a moment after they were typed."""
