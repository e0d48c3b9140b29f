"""A template that was filled in is filled in anew: times, ids and counters go on, answers stay."""

from __future__ import annotations

from itertools import count

from flux_tui.client.templates.filled import Filled
from flux_tui.client.templates.filling import Moment
from flux_tui.client.templates.template import read_template


def filled() -> Filled:
    ids = '"a": "{{a}}", "at": "{{now}}", "id": "{{uuid}}"'
    event = (
        '{"eventId": "given", "stream": "s", "source": "me", "timestamp": "{{now+1s}}",'
        f' "payload": {{"entity_id": "lamp-{{{{n}}}}", "properties": {{{ids}}}}}}}'
    )
    return Filled(read_template(f'{{"events": [{event}, {event}]}}', "t"), {"a": "x{{n}}"})


async def test_rounds_go_on_where_the_one_before_has_ended() -> None:
    numbers = count(1)
    rounds = [
        await filled().round(number, Moment(1000 * number, lambda: f"id-{next(numbers)}"))
        for number in range(3)
    ]
    events = [event for events in rounds for event in events]
    assert [event.entity_id for event in events] == [f"lamp-{n}" for n in range(1, 7)]
    assert [event.timestamp for event in events] == [1000, 1000, 2000, 2000, 3000, 3000]
    assert [event.event_id for event in events] == [None] * 6
    assert [event.properties for event in events[:3]] == [
        {"a": "x{{n}}", "at": 0, "id": "id-1"},
        {"a": "x{{n}}", "at": 0, "id": "id-2"},
        {"a": "x{{n}}", "at": 1000, "id": "id-3"},
    ]


async def test_what_is_seen_of_a_round_is_what_it_has() -> None:
    moment = Moment(5, lambda: "id")
    assert [filled().event(place, moment) for place in (2, 3)] == await filled().round(1, moment)
