"""Two entities side by side."""
