"""The engine's HTTP and WebSocket face: Flux's paths, and the few that are its own."""
