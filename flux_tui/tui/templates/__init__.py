"""Templates: events with placeholders, one a file, that a team shares in its repository.

Without a screen: ``placeholder`` (the grammar), ``template`` (a file's), ``filling`` (what becomes
of it), ``folders`` (where the files lie).
"""
