"""Events on their way: under which ids they go, how far they are, and what became of each."""
