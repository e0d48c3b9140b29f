"""Header fields that the engine adds to Flux's answers."""

from __future__ import annotations

SEQUENCE_HEADER = "Flux-Sequence"
"""On a snapshot: the state is exactly that of the log up to this sequence."""

LOG_HEADER = "Flux-Log"
"""On snapshot, stream and log: the identity of the log that the sequences are of."""
