"""The session: one task that keeps a World equal to a server's state, come what may."""
