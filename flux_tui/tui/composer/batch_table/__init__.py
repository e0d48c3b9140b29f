"""A batch as a table: a row an event, a column each of its fields and properties."""
