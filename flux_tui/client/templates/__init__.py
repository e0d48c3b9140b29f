"""Templates: events with placeholders, one a file, that a team shares in its repository.

``placeholder`` is the grammar, ``template`` a file's, ``filling`` what becomes of it; ``folders``
knows where the files lie, ``secrets`` what of the environment is put in when events are sent.
"""
