"""Copying what the cursor is on, or many entities, in the form that is wanted."""
