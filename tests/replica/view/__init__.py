"""The View of a World."""
