"""What becomes of a single event that is sent: followed, failed, sent again, asked about."""

from __future__ import annotations

import pytest

from flux_tui.client import Step
from flux_tui.client.sent.doubts import ARRIVED, LOST
from flux_tui.errors import Unreachable
from flux_tui.tui.options import ExplorerOptions
from tests.tui.composer.publishing import (
    SENSORS,
    exploring,
    only,
    press,
    scripted,
    type_event,
    type_text,
)
from tests.tui.workspaces import (
    until,
    until_shown,
)

LAB = "http://flux.lab.example"


async def test_an_event_that_the_server_would_ignore_is_asked_about_first() -> None:
    workspace, publisher = scripted()
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "a", "")
        await until_shown(pilot, "the server would accept this and do nothing")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "ctrl+s again sends it all the same")
        assert publisher.published == []
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)


async def test_a_failed_send_loses_nothing_and_a_retry_is_the_same_event() -> None:
    workspace, publisher = scripted(SENSORS)
    publisher.error = Unreachable("no answer from http://flux.test:3000", sent=True)
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "sensor-01", "", "temperature", "30")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "unknown whether it arrived: no answer from")
        publisher.error = None
        await press(pilot, "escape", "n")
        await until_shown(pilot, "20.5 → 30")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "in the state after")
        (first,), (second,) = publisher.published
        assert first == second
        assert first.event_id is not None


@pytest.mark.parametrize(
    ("step", "reason", "said"),
    [
        (Step.ACCEPTED, ARRIVED, "accepted: found in the server's log"),
        (Step.FAILED, LOST, "failed: never arrived: it is not in the server's log"),
    ],
)
async def test_the_form_says_what_is_found_out_later_about_an_unknown_outcome(
    step: Step, reason: str, said: str
) -> None:
    workspace, publisher = scripted(SENSORS)
    publisher.fate = lambda event: (Step.UNKNOWN, "the connection was lost")
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "sensor-01", "", "temperature", "30")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "unknown whether it arrived: the connection was lost")
        await press(pilot, "escape", "n")
        drafts = workspace.desk.drafts
        assert drafts is not None
        drafts.find_out(2, {0: (Step.ACCEPTED, "of another entry")})
        drafts.find_out(1, {0: (step, reason)})
        await until_shown(pilot, said)
        await press(pilot, "escape", "n")
        is_gone = drafts.event.is_blank
        assert is_gone == (step is Step.ACCEPTED), "what has arrived is out of the way"


async def test_another_content_after_a_failure_has_another_id() -> None:
    workspace, publisher = scripted(SENSORS)
    publisher.fate = lambda event: (Step.FAILED, "rate limit reached")
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "sensor-01", "", "temperature")
        await type_text(pilot, "30")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "failed: rate limit reached")
        await type_text(pilot, "1")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: len(publisher.published) == 2)
        (first,), (second,) = publisher.published
        assert second.properties == {"temperature": 301}
        assert first.event_id != second.event_id


async def test_accepted_but_not_in_the_state_is_said() -> None:
    workspace, publisher = scripted(SENSORS)
    publisher.fate = lambda event: (Step.UNSEEN, "already overwritten")
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "sensor-01", "", "temperature", "30")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "but the state does not show it; already overwritten")


async def test_what_was_sent_is_not_sent_again_by_a_second_press() -> None:
    workspace, publisher = scripted(SENSORS)
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "sensor-01", "", "temperature", "30")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "in the state after")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "this was sent already")
        assert len(publisher.published) == 1


async def test_a_send_goes_on_when_its_screen_is_closed() -> None:
    workspace, publisher = scripted(SENSORS)
    publisher.gate.clear()
    publisher.fate = lambda event: (Step.FAILED, "token expired")
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "sensor-01", "", "temperature", "30")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        await press(pilot, "escape")
        publisher.gate.set()
        await until_shown(pilot, "token expired")
        await press(pilot, "n")
        await until_shown(pilot, "20.5 → 30")


async def test_in_production_a_person_is_asked_before_anything_is_sent() -> None:
    workspace, publisher = scripted(SENSORS, ExplorerOptions(url=LAB, production=True))
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "sensor-01", "", "temperature", "30")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, f"{LAB} is marked as production.")
        await press(pilot, "escape")
        await until_shown(pilot, "20.5 → 30")
        assert publisher.published == []
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "Publish this event?")
        await press(pilot, "y")
        await until_shown(pilot, "in the state after")
        assert only(publisher.published).properties == {"temperature": 30}


async def test_in_a_low_window_it_is_said_what_an_event_will_do_and_what_became_of_it() -> None:
    workspace, _ = scripted(SENSORS)
    async with exploring(workspace, (40, 12)) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "new-one", "", "a", "1")
        await until_shown(pilot, "makes a new entity")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "accepted after 3.2 ms")
