"""What is repeated is called by its name."""

from __future__ import annotations

import pytest

from flux_tui.tui.repeating.wording import explanation


@pytest.mark.parametrize("name", ["x-1", "ß", "2 events", '""'])
def test_an_id_is_spelled_as_it_is(name: str) -> None:
    assert explanation(name, is_refilled=False).startswith(f"{name}: what stands here")


def test_a_template_begins_a_sentence() -> None:
    assert explanation("the template a", is_refilled=True).startswith("The template a is filled in")
