"""Worlds with a life of their own: scenarios, and the director that plays them to a server."""
