"""Events from files, and into files: JSON, JSON lines, and tables."""
