"""The likely reason why the state does not show an event."""

from __future__ import annotations

from flux_tui.client.publishing.unseen import UNKNOWN, why_unseen
from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.entity import Entity
from flux_tui.model.event import DELETED, setting
from flux_tui.replica.world import World

EVENT = setting("s", "me", "a", {"n": 1})


def world_with(*changes: PropertySet | EntityDeleted) -> World:
    world = World()
    world.apply_all(changes)
    return world


def test_who_overwrote_it_is_named_where_the_feed_names_sources() -> None:
    world = world_with(PropertySet("a", "n", 31, 20, "gateway", "e-9"))
    assert why_unseen(EVENT, world, 10) == "overwritten by gateway: n is 31"


def test_without_a_source_it_was_another() -> None:
    assert why_unseen(EVENT, world_with(PropertySet("a", "n", 31, 20)), 10) == (
        "overwritten by another: n is 31"
    )


def test_of_a_value_from_before_it_is_not_claimed_that_it_overwrote() -> None:
    assert why_unseen(EVENT, world_with(PropertySet("a", "n", 0, 5)), 10) == (
        "n is 0: not applied yet, or already overwritten"
    )


def test_an_entity_that_is_gone_was_deleted_since() -> None:
    world = world_with(PropertySet("a", "n", 1, 12), EntityDeleted("a", 20))
    assert why_unseen(EVENT, world, 10) == "it was deleted since"
    assert why_unseen(EVENT, world, 30) == UNKNOWN


def test_a_deleted_entity_that_is_there_was_made_anew() -> None:
    world = world_with(PropertySet("a", "n", 1, 12, "gateway", "e-9"))
    tombstone = setting("s", "me", "a", {DELETED: True})
    assert why_unseen(tombstone, world, 10) == "gateway has set it since: it is there anew"


def test_a_feed_that_is_behind_the_servers_own_state_is_named_as_the_reason() -> None:
    world = world_with(PropertySet("a", "n", 0, 5))
    shown = {"a": Entity("a", {"n": 31}, 20)}
    assert why_unseen(EVENT, world, 10, shown) == (
        "the feed is behind: on the server n is 31, here it is 0"
    )
    assert why_unseen(EVENT, world, 10, {"a": None}) == (
        "the feed is behind: the server has it no longer, here it is still there"
    )
    tombstone = setting("s", "me", "a", {DELETED: True})
    assert why_unseen(tombstone, World(), 10, shown) == (
        "the feed is behind: the server still has it, here it is gone"
    )


def test_where_feed_and_server_agree_it_is_not_the_feed() -> None:
    world = world_with(PropertySet("a", "n", 31, 20, "gateway", "e-9"))
    shown = {"a": Entity("a", {"n": 31, "other": 1}, 20)}
    assert why_unseen(EVENT, world, 10, shown) == "overwritten by gateway: n is 31"


def test_where_nothing_is_known_nothing_is_claimed() -> None:
    assert why_unseen(EVENT, None, 10) == UNKNOWN
    assert why_unseen(EVENT, World(), 10) == UNKNOWN


def test_what_was_in_the_log_before_was_written_over_whenever_that_was() -> None:
    world = world_with(PropertySet("a", "n", 31, 5, "gateway", "e-9"))
    assert why_unseen(EVENT, world, None) == (
        "it was in the log before; overwritten by gateway: n is 31"
    )
    gone = world_with(PropertySet("a", "n", 1, 12), EntityDeleted("a", 20))
    assert why_unseen(EVENT, gone, None) == "it was in the log before; it was deleted since"
    assert why_unseen(EVENT, None, None) == (
        "it was in the log before; something has written over it since"
    )
