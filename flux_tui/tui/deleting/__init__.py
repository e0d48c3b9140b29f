"""Deleting entities, and seeing them go."""
