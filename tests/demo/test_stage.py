from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.demo.stage import Life, Stage, Thing


def ticking(thing: Thing, every: float) -> Life:
    while True:
        yield every
        thing.set({"n": thing.stage.now})


@given(st.lists(st.floats(0.1, 5), min_size=1, max_size=4), st.lists(st.floats(0, 9), min_size=1))
def test_what_happens_is_told_once_and_in_the_order_of_its_time(
    rhythms: list[float], looks: list[float]
) -> None:
    stages = [Stage(Random(1)) for _ in range(2)]
    for stage in stages:
        for index, every in enumerate(rhythms):
            stage.start(ticking(Thing(stage, f"t-{index}", "t", "t", {}), every))
    acts = [act for moment in sorted(looks) for act in stages[0].until(moment)]
    assert acts == sorted(acts, key=lambda act: act.at)
    assert acts == stages[1].until(max(looks))


def test_a_life_that_ends_is_not_asked_again() -> None:
    stage = Stage(Random(1))

    def short(thing: Thing) -> Life:
        yield 1.0
        thing.delete()

    stage.start(short(Thing(stage, "t-1", "t", "t", {"n": 1})))
    assert [act.properties for act in stage.until(2.0)] == [{"n": 1}, None]
    assert stage.next_at == float("inf")
