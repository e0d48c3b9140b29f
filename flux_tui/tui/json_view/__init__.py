"""JSON as text to read: whole, safe, and as long as it is."""
