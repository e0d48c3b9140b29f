"""The event log: the engine's only truth. One interface, a log for each need."""
