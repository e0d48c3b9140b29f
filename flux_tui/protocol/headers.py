"""Header fields that the engine adds to Flux's answers, and the media types of bodies."""

from __future__ import annotations

SEQUENCE_HEADER = "Flux-Sequence"
"""On a snapshot: the state is exactly that of the log up to this sequence."""

LOG_HEADER = "Flux-Log"
"""On snapshot, stream and log: the identity of the log that the sequences are of."""

JSON = "application/json"

JSON_LINES = "application/x-ndjson"
"""One entity, or one event of the log, a line."""
