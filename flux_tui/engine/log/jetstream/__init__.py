"""The log in NATS JetStream: many engines, and a real Flux, share one replicated stream.

``connection`` reaches the servers at an ``address``; ``stream`` makes or judges the stream;
``window`` publishes ``lines`` and waits for their acknowledgements; ``follower`` hears, through a
``cursor``, of what anybody published; ``reading`` reads what lies further back; ``times`` are made
to grow; ``log`` is all of it.
"""
