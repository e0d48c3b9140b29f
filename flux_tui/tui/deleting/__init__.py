"""Deleting entities, seeing them go, and bringing them back."""
