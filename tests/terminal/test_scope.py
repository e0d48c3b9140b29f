from __future__ import annotations

import pytest

from tests.engine.running import local_engine
from tests.terminal.explorer import explorer, listed
from tests.terminal.worlds import event, publish


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (("--prefix", "lab/"), "scope lab/*"),
        (("--namespace", "lab"), "scope @ns=lab"),
        (("--scope", "floor=2"), "scope floor=2"),
    ],
)
async def test_a_part_of_a_world_is_opened_and_followed(
    options: tuple[str, str], name: str
) -> None:
    async with local_engine() as engine:
        await publish(
            engine.url,
            [event("lab/one", {"floor": 2, "n": 1}), event("hall/one", {"floor": 1, "n": 1})],
        )
        async with explorer(engine.url, *options) as terminal:
            await terminal.shows("● live", "1 entity", name, "lab/one")
            await publish(
                engine.url,
                [event("lab/two", {"floor": 2}), event("hall/two", {"floor": 1})],
            )
            await terminal.shows("2 entities", "lab/two")
            await terminal.until(lambda: listed(terminal) == ["lab/one", "lab/two"], "two alone")
            terminal.press("q")
            assert await terminal.ends() == 0


async def test_a_scope_with_nothing_in_it_says_so() -> None:
    async with local_engine() as engine:
        await publish(engine.url, [event("hall/one", {"n": 1})])
        async with explorer(engine.url, "--prefix", "lab/") as terminal:
            await terminal.shows("● live", "Nothing belongs to the scope lab/*")


async def test_a_scope_that_cannot_be_read_is_a_sentence_and_no_screen() -> None:
    async with explorer("http://localhost:1", "--scope", "@age>2m") as terminal:
        assert await terminal.ends() == 2
        assert "not for @age>2m" in terminal.output.decode()
