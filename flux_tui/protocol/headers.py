"""Header fields that the engine adds to Flux's answers, and the media types of bodies."""

from __future__ import annotations

SEQUENCE_HEADER = "Flux-Sequence"
"""On a snapshot: the state is exactly that of the log up to this sequence."""

NEXT_HEADER = "Flux-Next"
"""On a history: the ``since`` of what follows its events, which ``exact=true`` takes as it is."""

LOG_HEADER = "Flux-Log"
"""On snapshot, stream, log and history: the identity of the log that the sequences are of."""

JSON = "application/json"

JSON_LINES = "application/x-ndjson"
"""One entity, or one event of the log, a line."""
