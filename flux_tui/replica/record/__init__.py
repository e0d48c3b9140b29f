"""What the replica keeps of one entity, compact: a world has a hundred thousand of them.

A ``record`` has its facts at ``places``, by ``plans`` that many share; among them is each
property's last ``report``, which ``packing`` makes small. ``texts`` that many have are kept once.
"""

from __future__ import annotations

from flux_tui.replica.record.record import EntityRecord, Trail

__all__ = ["EntityRecord", "Trail"]
