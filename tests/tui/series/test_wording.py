"""What is said of a series before it is made."""

from __future__ import annotations

import pytest

from flux_tui.client.templates.filling import Moment
from flux_tui.client.templates.series import Series, Steps
from flux_tui.client.templates.template import read_template
from flux_tui.model.entity import Entity
from flux_tui.replica.world import World
from flux_tui.tui.composer.preflight import Preflight
from flux_tui.tui.series.wording import foresee

AT = Moment(1_000)


def event(entity_id: str, value: str) -> str:
    payload = f'{{"entity_id": "{entity_id}", "properties": {{"n": {value}}}}}'
    return f'{{"stream": "lab", "source": "me", "payload": {payload}}}'


@pytest.mark.parametrize(
    ("events", "last"),
    [
        ([event("a", '"{{n}}"')], "10  ~ a  n 9 → 10"),
        ([event("a", '"{{n}}"'), event("b", '"{{n}}"')], "20  ~ b  n 9 → 10"),
        ([event("a", '"{{n}}"'), event("a", "0")], "20  ~ a  n 10 → 0"),
        ([event("a-{{n}}", '"{{n}}"')], "10  + a-10  new: n=10"),
    ],
    ids=["one", "two by turns", "twice the same", "each its own"],
)
def test_the_last_event_is_shown_after_what_the_round_before_it_has_set(
    events: list[str], last: str
) -> None:
    template = read_template(f'{{"events": [{", ".join(events)}]}}', "t")
    world = World()
    world.load([Entity("a", {"n": 0}, 1)])
    series = Series(template, 10, numbers=Steps())
    seen = foresee(series, Preflight(world), AT, utc=True)
    assert len(seen) == 3
    assert seen[-1].line == last
