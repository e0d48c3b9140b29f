"""Deleting many entities in requests that the server takes, each followed until it is gone."""
