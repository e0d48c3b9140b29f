"""One event as a form: its fields, its properties, and what is said of each."""
