"""Entities into a file, as they are at one moment."""
