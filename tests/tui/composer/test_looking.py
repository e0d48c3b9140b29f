"""What may be in the server's log already is counted in the question, and looked for meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flux_tui.client import FluxClient, Step
from flux_tui.errors import Unreachable
from flux_tui.model.event import Event, setting
from flux_tui.tui.composer.asking import LARGE_BATCH, Extent, extent_of, question_text
from flux_tui.tui.composer.delivering.outbox import Outbox
from flux_tui.tui.composer.looking import AT_ONCE, look_for_doubtful
from tests.tui.composer.batches import lines_of, write_batch
from tests.tui.composer.publishing import exploring, press, scripted
from tests.tui.workspaces import NOON, until, until_shown, workspace_of


class Historian(FluxClient):
    """A server whose log has some events, and is gone after so many questions."""

    def __init__(self, logged: Iterable[Event] = (), answers: int = 10_000) -> None:
        super().__init__("http://flux.test:3000")
        self.logged = list(logged)
        self._answers = answers

    async def history(
        self, entity_id: str, *, since: int | None = None, limit: int = 100
    ) -> list[Event]:
        """The newest events of an entity."""
        if not self._answers:
            raise Unreachable("gone", sent=False)
        self._answers -= 1
        return [event for event in self.logged if event.entity_id == entity_id]


def of_unknown_outcome(events: Sequence[Event]) -> tuple[Outbox, Sequence[Event]]:
    """An outbox whose events may have arrived, and these under their ids."""
    outbox = Outbox(lambda: NOON // 1_000_000)
    sent = outbox.make_ready(events).events
    outbox.failed(sent, "the connection was lost", doubtful_since=NOON)
    return outbox, sent


EVENTS = [setting("s", "me", f"e-{n}", {"n": n}) for n in range(3 * AT_ONCE)]


async def asked(server: Historian, outbox: Outbox) -> list[str]:
    """What the question says, one after another."""
    workspace = replace(workspace_of({}), client=server)
    extent = await extent_of([*EVENTS, setting("s", "me", "new", {"n": 1})], outbox)
    said: list[str] = []

    def say() -> None:
        said.append(question_text(workspace, extent).plain)

    say()
    await look_for_doubtful(workspace, extent, outbox, say)
    return said


async def test_the_numbers_say_what_goes_out_and_what_is_there_as_that_is_found() -> None:
    outbox, sent = of_unknown_outcome(EVENTS)
    said = await asked(Historian(sent[: AT_ONCE + 5]), outbox)
    assert said[0] == (
        "Publish these 61 events, of 61 entities? Of 60 it is not known yet whether they arrived "
        "when last sent: that is looked for first, and nothing goes out twice."
    )
    assert said[1].startswith("Publish 41 of these 61 events, of 61 entities? 20 are in the server")
    assert "Of 40 it is not known yet" in said[1]
    assert said[-1] == (
        "Publish 36 of these 61 events, of 61 entities? "
        "25 are in the server's log already, found by the id."
    )


async def test_a_server_that_goes_away_leaves_the_others_unknown() -> None:
    outbox, sent = of_unknown_outcome(EVENTS)
    said = await asked(Historian(sent, answers=AT_ONCE), outbox)
    assert "Publish 41 of these 61 events" in said[-1]
    assert "Of 40 it is not known yet" in said[-1]


def test_where_all_is_there_it_is_only_confirmed() -> None:
    extent = Extent(EVENTS)
    extent.doubtful, extent.there = list(EVENTS), len(EVENTS)
    words = question_text(workspace_of({}), extent).plain
    assert words.startswith("Have it confirmed that these 60 events, of 60 entities, are there?")


async def test_a_batch_of_which_a_part_arrived_is_asked_about_with_what_goes_out_of_it() -> None:
    workspace, publisher = scripted({})
    server = Historian()
    workspace = replace(workspace, client=server)
    publisher.fate = lambda event: (Step.UNKNOWN, "the connection was lost")
    async with exploring(workspace) as pilot:
        await write_batch(pilot, lines_of(*((f"s-{n % 4}", {"n": n}) for n in range(LARGE_BATCH))))
        await until_shown(pilot, "1,000 events: ")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "Publish these 1,000 events, of 4 entities?")
        await press(pilot, "y")
        await until_shown(pilot, "1,000 of unknown outcome")
        server.logged = publisher.published[0][:400]
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "Publish 600 of these 1,000 events, of 4 entities?")
        await press(pilot, "y")
        await until(pilot, lambda: len(publisher.published) == 2)
        assert publisher.published[1] == publisher.published[0]
        assert len(publisher.doubts[1]) == LARGE_BATCH
