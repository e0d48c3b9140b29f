"""Feeds: one stream of typed changes, whatever the transport."""
