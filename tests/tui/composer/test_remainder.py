"""After a sending the editor has exactly what did not arrive, each as it was written."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.client import Step
from flux_tui.client.publishing.receipt import Advance
from flux_tui.model.event import Event, setting
from flux_tui.protocol.events import write_event
from flux_tui.tui.composer.batch.reading import Form, read_whole
from flux_tui.tui.composer.batch.remainder import remainder
from flux_tui.tui.composer.delivering.delivery import Delivery
from flux_tui.tui.composer.delivering.outbox import Outbox

FINAL = [Step.MATERIALISED, Step.ACCEPTED, Step.UNSEEN, Step.FAILED, Step.UNKNOWN]

events = st.builds(
    setting,
    st.just("s"),
    st.sampled_from(["me", "a, b", "]}"]),
    st.sampled_from("abc"),
    st.dictionaries(st.sampled_from("pq"), st.integers(0, 3) | st.text(max_size=4), min_size=1),
)


def text_of(parts: list[str], form: Form) -> str:
    match form:
        case Form.LINES:
            return "\n".join(parts)
        case Form.ARRAY:
            return "[" + " ,\n".join(parts) + "]"
        case Form.OBJECT:
            return '{"events" : [' + ",".join(parts) + "]}"


@pytest.mark.parametrize("form", list(Form))
@given(st.lists(st.tuples(events, st.sampled_from([*FINAL, None])), min_size=1, max_size=8))
def test_what_arrived_goes_and_all_else_stays_as_it_was_written(
    form: Form, drafted: list[tuple[Event, Step | None]]
) -> None:
    """Of an event without a step the server would refuse it: it was held back."""
    parts = [
        json.dumps(write_event(event), indent=form is Form.ARRAY or None) for event, _ in drafted
    ]
    reading = read_whole(text_of(parts, form))
    assert reading.is_sound
    sent = [place for place, (_, step) in enumerate(drafted) if step is not None]
    outbox = Outbox(lambda: 1)
    delivery = Delivery([drafted[place][0] for place in sent], outbox)
    for index, place in enumerate(sent):
        step = drafted[place][1]
        assert step is not None
        delivery.take(Advance([index], step, f"why {place}"))
    left = [
        place
        for place, (_, step) in enumerate(drafted)
        if step in (Step.FAILED, Step.UNKNOWN, None)
    ]
    text = remainder(reading, sent, delivery)
    if not left:
        assert text is None
        return
    assert text is not None
    again = read_whole(text)
    assert [text[one.start : one.end] for one in again.events] == [parts[place] for place in left]
    for place in left:
        event, step = drafted[place]
        if step is not None:
            assert str(outbox.reason(event)).startswith("why ")
