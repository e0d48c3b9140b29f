"""What is found in a large world while somebody types: all of it, and only for who still asks."""

from __future__ import annotations

import asyncio

from flux_tui.model.entity import Entity
from flux_tui.replica.world import World
from flux_tui.tui.composer.knowledge import Knowledge
from flux_tui.tui.composer.suggestions import Vocabulary
from flux_tui.tui.composer.used_words import UsedWords


def large() -> World:
    world = World()
    sensors = (Entity(f"sensor-{n:05}", {"n": n}, 0) for n in range(20_000))
    world.load([*sensors, Entity("zebra", {"rare": "stripes", "count": 4}, 0)])
    return world


def vocabulary() -> Vocabulary:
    used = UsedWords()
    used.entities["zebra-used"] = ("s", "me")
    return Vocabulary(large(), used)


async def test_what_was_used_comes_before_what_the_world_holds() -> None:
    entities = vocabulary().entities()
    assert await entities.get_suggestion("zebra") == "zebra-used"
    assert await entities.get_suggestion("sensor-1999") == "sensor-19990"
    offers = await entities.offers("zeb")
    assert [word for word, _ in offers] == ["zebra-used", "zebra"]


async def test_the_rarest_name_and_value_of_a_large_world_are_found() -> None:
    words = vocabulary()
    assert await words.properties(lambda: "").get_suggestion("ra") == "rare"
    assert await words.values(lambda: "rare").get_suggestion("st") == "stripes"
    assert await words.values(lambda: "count").offers("") == [("4", "in the world")]


async def test_an_unsafe_word_is_offered_but_never_goes_on_by_itself() -> None:
    world = World()
    world.load([Entity("a\x1b[31m", {}, 0)])
    entities = Vocabulary(world, UsedWords()).entities()
    assert await entities.get_suggestion("a") is None
    assert await entities.offers("a") == [("a\x1b[31m", "in the world")]


async def test_of_many_questions_at_once_only_the_last_is_gone_after() -> None:
    knowledge = Knowledge(large())
    asked = ["s", "se", "sen", "zeb"]
    answers = await asyncio.gather(*(knowledge.ids(typed) for typed in asked))
    assert [list(answer) for answer in answers] == [[], [], [], ["zebra"]]
