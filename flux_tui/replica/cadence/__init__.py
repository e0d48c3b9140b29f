"""How often entities report and change, learned as they do, and who has fallen silent by it.

- ``rhythm`` learns from one entity's reports; ``rhythms`` keeps those of very many, packed;
- ``heard`` and ``unheard`` are the times that teach, and those that are nobody's silence;
- ``watches`` says whom to look at when; ``cadence`` puts them together;
- ``property_rhythms`` says the same of single properties.
"""

from __future__ import annotations

from flux_tui.replica.cadence.cadence import Cadence
from flux_tui.replica.cadence.property_rhythms import PropertyRhythm, PropertyRhythms

__all__ = ["Cadence", "PropertyRhythm", "PropertyRhythms"]
