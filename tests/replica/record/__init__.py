"""What the replica keeps of one entity."""
