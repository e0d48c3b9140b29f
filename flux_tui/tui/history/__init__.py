"""History and blame: what the server keeps of an entity's past, and who set what it is now."""
