"""A local copy of a world, pure and synchronous: what is known, and what of it is shown."""
