"""Hypothesis strategies that several tests share."""

from __future__ import annotations

from typing import cast

from hypothesis import strategies as st

from flux_tui.model.json import Json

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)

json_values = cast(
    "st.SearchStrategy[Json]",
    st.recursive(
        scalars,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
        ),
        max_leaves=5,
    ),
)
"""Any JSON value that Flux takes and gives back as it was."""

properties = st.dictionaries(st.sampled_from("pqr"), json_values)
"""Properties of one entity."""

states = cast(
    "st.SearchStrategy[dict[str, dict[str, Json]]]",
    st.dictionaries(st.sampled_from(["a", "b-1", "c/d"]), properties, max_size=3),
)
"""Small worlds: properties by entity id."""
