"""Changes as lines: of whom is asked for, repetitions in one, bounded by the log."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.json import Json
from flux_tui.replica.change_lines import ChangeLines
from flux_tui.replica.changelog import ChangeLog
from flux_tui.replica.world import World


class Logged:
    """A world, its change log and the lines of that."""

    def __init__(self, kept: int = 100) -> None:
        self.world = World()
        self.log = ChangeLog(self.world, kept)
        self.log.enabled = True
        self.lines = ChangeLines(self.log, self.world)

    def set(self, entity_id: str, *values: Json, name: str = "n") -> None:
        for value in values:
            self.world.apply(PropertySet(entity_id, name, value, 1))

    @property
    def read(self) -> list[tuple[str, int]]:
        """Entity and times of each line, newest first."""
        places = range(len(self.lines))
        return [(self.lines[y].last.change.entity_id, self.lines[y].times) for y in places]


def test_the_newest_stands_first_and_how_many_are_new_is_told() -> None:
    logged = Logged()
    logged.set("a", 1)
    logged.set("b", 1)
    assert logged.lines.update() == 2
    assert logged.read == [("b", 1), ("a", 1)]
    assert logged.lines.update() == 0


def test_a_value_that_goes_there_and_back_again_takes_one_line() -> None:
    logged = Logged()
    logged.set("door", False)
    logged.lines.update()
    logged.set("door", True, False, True, False)
    assert logged.lines.update() == 1
    assert logged.read == [("door", 4), ("door", 1)]
    assert logged.lines[0].last.before is True


def test_a_value_that_goes_on_takes_a_line_each_time() -> None:
    logged = Logged()
    logged.set("counter", 1, 2, 3)
    logged.lines.update()
    assert logged.read == [("counter", 1)] * 3


def test_what_happens_in_between_begins_a_line_of_its_own() -> None:
    logged = Logged()
    logged.set("door", False, True)
    logged.set("other", 1)
    logged.set("door", False)
    logged.lines.update()
    assert logged.read == [("door", 1), ("other", 1), ("door", 1), ("door", 1)]


def test_only_what_is_asked_for_is_shown_and_all_again_when_nothing_is() -> None:
    logged = Logged()
    logged.set("a", 1)
    logged.set("b", 1)
    logged.lines.ask(lambda record: record.id == "a")
    assert (logged.lines.update(), logged.read) == (1, [("a", 1)])
    logged.lines.ask(None)
    assert (logged.lines.update(), logged.read) == (2, [("b", 1), ("a", 1)])


def test_of_an_entity_that_is_gone_the_name_is_asked() -> None:
    logged = Logged()
    logged.set("a", 1)
    logged.lines.ask(lambda record: record.id == "a")
    logged.world.apply(EntityDeleted("a", 2))
    logged.lines.update()
    assert logged.read == [("a", 1), ("a", 1)]


def test_a_line_is_found_again_by_its_number_while_others_come() -> None:
    logged = Logged(kept=5)
    for value in range(3):
        logged.set(f"entity-{value}", value)
    logged.lines.update()
    number = logged.lines[1].number
    logged.set("later", 1)
    logged.lines.update()
    assert logged.lines[logged.lines.place_of(number)].last.change.entity_id == "entity-1"
    for value in range(10):
        logged.set("later", 10 + value)
    logged.lines.update()
    assert logged.lines.place_of(number) == len(logged.lines) - 1, "the oldest that is kept"


steps = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from([1, 2, True, None]), st.booleans()),
    max_size=60,
)


@given(steps, st.integers(1, 20))
def test_lines_taken_in_whenever_are_those_of_the_whole_log_taken_at_once(
    changes: Sequence[tuple[str, Json, bool]], kept: int
) -> None:
    logged = Logged(kept)
    at_once = ChangeLines(logged.log, logged.world)
    for entity_id, value, look in changes:
        logged.set(entity_id, value)
        if look:
            logged.lines.update()
    logged.lines.update()
    at_once.update()
    assert len(logged.lines) == len(at_once)
    assert [line.last for line in map(logged.lines.__getitem__, range(len(at_once)))] == [
        line.last for line in map(at_once.__getitem__, range(len(at_once)))
    ]
    assert sum(times for _, times in logged.read) >= sum(
        at_once[y].times for y in range(len(at_once))
    )
