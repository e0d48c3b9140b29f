"""A reader comes to know all that the server keeps, the newest first, or says what it does not."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.client.past.backward import START
from flux_tui.client.past.status import PastLimits, PastStatus, Reading
from tests.client.past.kept_log import NOW, KeptLog, event, read, until

DAY = 86_400

gaps_between = st.lists(st.sampled_from([0, 0, 0, 1, 2, 30, 500, 40_000]), max_size=60)
claims = st.integers(0, 2**40)


def spread(
    gaps: list[int],
    claimed: list[int] | None = None,
    limit: int = 5,
    *,
    exact: bool = False,
) -> KeptLog:
    """A log whose events arrived so many seconds before each other, up to now."""
    second, arrivals = NOW, []
    for number, gap in enumerate(gaps):
        second -= gap
        says = second if claimed is None else claimed[number % len(claimed)]
        arrivals.append((second, event(-number, claims=says)))
    return KeptLog(arrivals[::-1], limit, exact=exact)


def crowded(log: KeptLog) -> bool:
    """Whether a second holds more events than can be passed."""
    if log.exact:
        return False
    seconds = [second for second, _ in log.arrivals]
    return any(seconds.count(second) >= log.limit for second in seconds)


@given(gaps_between, st.none() | st.lists(claims, min_size=1, max_size=5), st.booleans())
def test_all_is_read_whatever_the_events_claim_of_their_time(
    gaps: list[int], claimed: list[int] | None, exact: bool
) -> None:
    log = spread(gaps, claimed, exact=exact)
    reader = log.reader()
    asyncio.run(read(reader))
    assert reader.status.reading is Reading.WHOLE
    if crowded(log):
        rest = iter(log.events)
        assert all(one in rest for one in reader.history.events), "in order, though not all"
    else:
        assert list(reader.history.events) == log.events
        assert reader.history.gaps == 0
    if len(reader.history.events) < len(log.events):
        assert reader.history.gaps or reader.status.newest_missing, "what is missing is said"


@given(
    gaps_between, gaps_between, st.none() | st.lists(claims, min_size=1, max_size=5), st.booleans()
)
def test_what_arrives_meanwhile_and_later_is_appended(
    gaps: list[int], later: list[int], claimed: list[int] | None, exact: bool
) -> None:
    log = spread(gaps, claimed, exact=exact)
    arriving = iter(list(enumerate(later, start=1)))
    last = NOW

    def one_more() -> None:
        nonlocal last
        number, gap = next(arriving, (0, 0))
        if number:
            last += min(gap, 30)
            says = last if claimed is None else claimed[number % len(claimed)]
            log.arrivals.append((last, event(number, claims=says)))

    log.before_answer = one_more

    async def play() -> None:
        reader = log.reader()
        task = asyncio.create_task(reader.run())
        for _ in range(len(later) + 3):
            asked = len(log.asked)
            reader.nudge()
            await until(lambda: len(log.asked) > asked or reader.status.problem)  # noqa: B023
        log.before_answer = lambda: None
        reader.nudge()
        if not crowded(log):
            await until(lambda: list(reader.history.events) == log.events)
            await until(lambda: reader.status == PastStatus(Reading.WHOLE))
        task.cancel()

    asyncio.run(play())


async def test_most_histories_take_two_looks_and_the_newest_events_come_with_the_first() -> None:
    log = spread([10] * 100 + [DAY], limit=500)
    reader = log.reader()
    counts: list[int] = []
    reader.observe(lambda: counts.append(len(reader.history.events)))
    await read(reader)
    assert log.asked == [NOW + 1 - 60, START]
    assert 0 < next(count for count in counts if count) < 10
    assert counts[-1] == 101


async def test_ten_thousand_events_take_few_looks() -> None:
    log = spread([7] * 10_000, limit=500)
    reader = log.reader()
    await read(reader)
    assert list(reader.history.events) == log.events
    assert len(log.asked) < 60


async def test_a_flood_within_one_second_is_passed_and_said() -> None:
    flood = [(NOW - 100, event(number, claims=NOW - 100)) for number in range(2_000)]
    calm = [(NOW - 5000, event(-2)), (NOW - 200, event(-1))]
    after = [(NOW - 3, event(5_000))]
    log = KeptLog(calm + flood + after)
    reader = log.reader()
    await read(reader)
    events = list(reader.history.events)
    assert events == [*(one for _, one in calm), *(one for _, one in flood[:500]), event(5_000)]
    assert reader.history.gaps == 1


async def test_where_the_server_lets_one_read_on_a_flood_is_read_whole() -> None:
    flood = [(NOW - 100, event(number, claims=NOW - 100)) for number in range(2_000)]
    newest = [(NOW, event(number, claims=NOW)) for number in range(5_000, 6_500)]
    log = KeptLog([(NOW - 5000, event(-2)), *flood, *newest], exact=True)
    reader = log.reader()
    await read(reader)
    assert list(reader.history.events) == log.events
    assert reader.history.gaps == 0


async def test_older_events_than_there_is_room_for_are_left_out() -> None:
    log = spread([5] * 2_000, limit=100)
    reader = log.reader(PastLimits(events=300))
    await read(reader)
    assert reader.status.reading is Reading.LIMITED
    known = list(reader.history.events)
    assert 300 <= len(known) < 500
    assert known == log.events[-len(known) :]


async def test_what_arrives_for_hours_does_not_fill_the_memory() -> None:
    log = KeptLog([(NOW - 9, event(0))])
    reader = log.reader(PastLimits(events=300))
    task = asyncio.create_task(reader.run())
    await until(lambda: reader.status.reading is Reading.WHOLE)
    for number in range(1, 1_001):
        log.arrivals.append((NOW + number, event(number, claims=NOW + number)))
        if number % 50 == 0:
            reader.nudge()
            await until(lambda: reader.history.events[-1] == log.events[-1])
            await until(lambda: len(reader.history.events) <= 300)
    task.cancel()
    assert reader.status == PastStatus(Reading.LIMITED)
    known = list(reader.history.events)
    assert known == log.events[-len(known) :]


async def test_a_failure_keeps_what_was_read_and_the_next_attempt_goes_on_from_there() -> None:
    log = spread([7] * 3_000, limit=100)

    def fail_later() -> None:
        log.down = len(log.asked) == 9

    log.before_answer = fail_later
    reader = log.reader()
    await read(reader)
    assert (reader.status.reading, reader.status.problem) == (Reading.FAILED, "nobody answers")
    known = len(reader.history.events)
    assert 0 < known < 3_000
    await read(reader)
    assert reader.status.reading is Reading.WHOLE
    assert list(reader.history.events) == log.events


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("looks", [1, 2, 5, 8])
async def test_it_may_be_ended_at_any_time_and_goes_on_when_begun_again(
    looks: int, exact: bool
) -> None:
    log = spread([7] * 3_000, limit=100, exact=exact)
    reader = log.reader()
    await read(reader, ended=lambda: len(log.asked) >= looks)
    assert reader.status == PastStatus(Reading.STOPPED)
    log.arrivals.append((NOW, event(1)))
    await read(reader)
    assert reader.status.reading is Reading.WHOLE
    assert list(reader.history.events) == log.events


@pytest.mark.parametrize("exact", [True, False])
async def test_another_log_in_its_place_is_read_anew(exact: bool) -> None:
    log = spread([7] * 40, exact=exact)
    reader = log.reader()
    await read(reader)
    log.log = "log-2" if exact else None
    log.arrivals[:] = [(NOW - 3, event(900)), (NOW - 1, event(901))]
    await read(reader, ended=lambda: len(reader.history.events) == 2)
    assert list(reader.history.events) == log.events


async def test_a_server_that_contradicts_itself_is_not_asked_for_ever() -> None:
    log = KeptLog([(NOW - 1, event(0))])

    def another() -> None:
        log.arrivals[0] = (NOW - 1, event(len(log.asked)))

    log.before_answer = another
    reader = log.reader()
    await read(reader)
    assert reader.status.reading is Reading.FAILED
    assert "contradict" in (reader.status.problem or "")
    assert len(log.asked) < 20


async def test_an_entity_without_events_is_known_to_have_none_until_it_has_one() -> None:
    log = KeptLog([])
    reader = log.reader()
    task = asyncio.create_task(reader.run())
    await until(lambda: reader.status.reading is Reading.WHOLE)
    log.arrivals.append((NOW, event(1)))
    reader.nudge()
    await until(lambda: reader.history.events)
    assert list(reader.history.events) == [event(1)]
    task.cancel()
