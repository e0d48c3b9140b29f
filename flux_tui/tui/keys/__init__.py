"""Keys of a person's own, from the configuration."""
