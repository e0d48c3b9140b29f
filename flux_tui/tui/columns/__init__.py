"""Which columns the list has: what they can show, what a person chose, and where he chooses."""
