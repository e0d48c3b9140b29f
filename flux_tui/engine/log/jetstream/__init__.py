"""The log in NATS JetStream: many engines, and a real Flux, share one replicated stream.

``connection`` reaches the servers.
"""
