"""Who may write where, and how much."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from flux_tui.engine.log.event_log import Appended, Draft, LogFull
from flux_tui.engine.log.memory import MemoryLog
from tests.engine.manual_clock import ManualClock
from tests.engine.namespaces.worlds import ADMIN_TOKEN, APART, bearer, world


async def test_only_a_namespaces_own_token_writes_into_it() -> None:
    async with world() as made:
        assert (await made.publish("lab/a", made.lab)).status_code == 200
        for token in (made.other, ADMIN_TOKEN, "x", made.lab[:-1], f"{made.lab}0"):
            assert (await made.publish("lab/b", token)).status_code == 403
        assert (await made.publish("lab/b", None)).status_code == 401
        assert made.ids() == {"lab/a"}


async def test_an_event_that_breaks_a_rule_is_refused_for_that_first() -> None:
    async with world() as made:
        refused = await made.publish("lab/a", None, stream="Not-One")
        assert (refused.status_code, "stream" in refused.json()["error"]) == (400, True)


async def test_a_batch_is_judged_event_by_event() -> None:
    async with world() as made:
        errors = await made.batch(["lab/a", "other/a", "a", "nobody/a", 7, "lab/b"], made.lab)
        assert [error is None for error in errors] == [True, False, False, False, False, True]
        assert made.ids() == {"lab/a", "lab/b"}


async def test_a_tombstone_made_by_hand_needs_the_token_too() -> None:
    async with world() as made:
        await made.publish("lab/a", made.lab)
        payload = {"entity_id": "lab/a", "properties": {"__deleted__": True}}
        refused = await made.publish("lab/a", made.other, payload=payload)
        assert refused.status_code == 403
        refused = await made.publish(
            "lab/a", made.other, payload=payload, stream="flux.events.deletions"
        )
        assert refused.status_code == 403
        assert made.ids() == {"lab/a"}


async def test_what_another_owns_is_not_deleted_nor_anything_beside_it() -> None:
    async with world() as made:
        await made.batch(["lab/a", "lab/b"], made.lab)
        await made.batch(["other/a"], made.other)
        everything = {"lab/a", "lab/b", "other/a"}
        for wish in (
            {"entity_ids": ["lab/a", "other/a"]},
            {"prefix": ""},
            {"namespace": "other"},
            {"entity_ids": ["lab/a", "plain"]},
            {"entity_ids": ["lab/a", "nobody/x"]},
            {"entity_ids": ["lab/a", "lab/x/y"]},
        ):
            assert (await made.delete_many(wish, made.lab)).status_code in (400, 401, 403)
            assert (await made.delete_many(wish, None)).status_code == 401
            assert made.ids() == everything
        assert (await made.delete_many({"prefix": "lab/"}, made.lab)).json()["deleted"] == 2
        assert made.ids() == {"other/a"}


async def test_even_nothing_is_deleted_by_nobody() -> None:
    async with world() as made:
        assert (await made.delete_many({"namespace": "nobody"}, None)).status_code == 401
        refused = await made.client.delete("/api/state/entities/lab%2Fx")
        assert refused.status_code == 401


async def test_a_deleted_namespace_is_written_by_nobody_until_it_is_registered_again() -> None:
    async with world() as made:
        await made.publish("lab/a", made.lab)
        gone = await made.client.delete("/api/namespaces/lab", headers=bearer(ADMIN_TOKEN))
        assert gone.status_code == 204
        assert (await made.publish("lab/a", made.lab)).status_code == 401
        assert made.ids() == {"lab/a"}

        token = (await made.register("lab")).json()["token"]
        assert (await made.publish("lab/a", made.lab)).status_code == 403
        assert (await made.publish("lab/a", token)).status_code == 200


async def test_a_namespaces_token_registers_and_deletes_no_namespace() -> None:
    async with world() as made:
        assert (await made.register("third", made.lab)).status_code == 401
        for name in ("lab", "other", "nobody"):
            path = f"/api/namespaces/{name}"
            refused = await made.client.delete(path, headers=bearer(made.lab))
            assert (refused.status_code, refused.json()) == (
                401,
                {"error": "Admin token required"},
            )
        refused = await made.client.put("/api/admin/config", json={}, headers=bearer(made.lab))
        assert refused.status_code == 401


async def test_a_namespace_tells_how_many_entities_it_has_and_no_token() -> None:
    async with world() as made:
        await made.batch(["lab/a", "lab/b"], made.lab)
        shown = await made.client.get("/api/namespaces/lab")
        assert shown.json()["entityCount"] == 2
        assert made.lab not in shown.text


async def test_two_who_register_one_name_at_once_do_not_both_get_it() -> None:
    async with world() as made:
        answers = await asyncio.gather(*(made.register("third") for _ in range(8)))
        assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7


async def test_reads_are_open_unless_they_are_protected() -> None:
    async with world() as made:
        for path in ("state/entities", "log", "health", "admin/config", "namespaces/lab"):
            assert (await made.client.get(f"/api/{path}")).status_code == 200
        async with connect(made.served.url.replace("http", "ws") + "/api/ws"):
            pass


async def test_protected_reads_take_the_token_of_any_namespace_or_the_administrators() -> None:
    async with world(replace(APART, protect_reads=True)) as made:
        for path in ("state/entities", "log", "stream", "events?entity=lab/a", "connectors"):
            assert (await made.client.get(f"/api/{path}")).status_code == 401
            refused = await made.client.get(f"/api/{path}", headers=bearer("x"))
            assert refused.status_code == 403
        for token in (made.lab, made.other, ADMIN_TOKEN):
            answer = await made.client.get("/api/state/entities", headers=bearer(token))
            assert answer.status_code == 200
        url = made.served.url.replace("http", "ws") + "/api/ws"
        with pytest.raises(InvalidStatus, match="401"):
            await connect(url)
        async with connect(url, additional_headers=bearer(made.lab)):
            pass


async def test_one_namespaces_flood_leaves_anothers_limit_as_it_was() -> None:
    clock = ManualClock()
    async with world(clock=clock) as made:
        await made.limit(rate_limit_per_namespace_per_minute=5)
        errors = await made.batch(["lab/a"] * 100, made.lab)
        assert [error is None for error in errors].count(True) == 5
        assert set(errors[5:]) == {"rate limit exceeded"}
        assert await made.batch(["other/a"] * 5, made.other) == [None] * 5
        clock.advance(12)
        assert await made.batch(["lab/a"] * 2, made.lab) == [None, "rate limit exceeded"]


async def test_who_has_no_right_to_write_uses_up_nobodys_limit() -> None:
    async with world() as made:
        await made.limit(rate_limit_per_namespace_per_minute=2)
        for _ in range(5):
            assert (await made.publish("lab/a", made.other)).status_code == 403
            assert (await made.publish("lab/a", "x")).status_code == 403
        assert await made.batch(["lab/a"] * 2, made.lab) == [None, None]


async def test_any_number_may_be_deleted_of_what_is_there() -> None:
    async with world() as made:
        many = [f"lab/{number}" for number in range(20)]
        await made.batch(many, made.lab)
        await made.limit(rate_limit_per_namespace_per_minute=1)
        assert await made.batch(["lab/x"] * 2, made.lab) == [None, "rate limit exceeded"]
        assert (await made.delete_many({"entity_ids": many}, made.lab)).json()["deleted"] == 20
        assert made.ids() == {"lab/x"}


async def test_tombstones_for_nothing_may_go_at_once_and_are_paid_for_later() -> None:
    clock = ManualClock()
    async with world(clock=clock) as made:
        await made.limit(rate_limit_per_namespace_per_minute=10)
        missing = {"entity_ids": [f"lab/{number}" for number in range(20)]}
        assert (await made.delete_many(missing, made.lab)).json()["deleted"] == 20
        refused = await made.delete_many(missing, made.lab)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
        assert await made.batch(["lab/a"], made.lab) == ["rate limit exceeded"]
        clock.advance(67)
        assert await made.batch(["lab/a"], made.lab) == [None]


async def test_limits_can_be_switched_off() -> None:
    async with world() as made:
        await made.limit(rate_limit_per_namespace_per_minute=1, rate_limit_enabled=False)
        assert await made.batch(["lab/a"] * 50, made.lab) == [None] * 50


async def test_a_refused_event_is_told_when_to_try_again() -> None:
    async with world() as made:
        await made.limit(rate_limit_per_namespace_per_minute=1)
        assert (await made.publish("lab/a", made.lab)).status_code == 200
        refused = await made.publish("lab/a", made.lab)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")


async def test_who_may_delete_nothing_has_nothing_read() -> None:
    async with world() as made:
        path, content = "/api/state/entities/delete", b"no JSON at all"
        for token, status in ((None, 401), ("x", 403), (made.lab, 400)):
            headers = bearer(token) | {"Content-Type": "application/json"}
            answer = await made.client.post(path, content=content, headers=headers)
            assert answer.status_code == status


class FullLog(MemoryLog):
    """A log for which there is no room, for a while."""

    is_full = True

    async def append(self, drafts: Sequence[Draft]) -> Appended:
        """Add events, or say that there is no room."""
        if self.is_full:
            raise LogFull("the disk is full")
        return await super().append(drafts)


async def test_what_the_log_could_not_take_counts_for_nothing() -> None:
    clock = ManualClock()
    log = FullLog(clock)
    async with world(clock=clock, log=log) as made:
        await made.limit(rate_limit_per_namespace_per_minute=3)
        for _ in range(5):
            assert (await made.publish("lab/a", made.lab)).status_code == 507
        log.is_full = False
        assert await made.batch(["lab/a"] * 4, made.lab) == [None] * 3 + ["rate limit exceeded"]


async def test_a_retry_of_what_is_in_the_log_is_no_writing_that_a_limit_would_refuse() -> None:
    async with world() as made:
        await made.limit(rate_limit_per_namespace_per_minute=1)
        first = await made.publish("lab/a", made.lab, eventId="once", timestamp=1)
        assert first.status_code == 200
        assert (await made.publish("lab/a", made.lab, eventId="other")).status_code == 429
        retry = await made.publish("lab/a", made.lab, eventId="once", timestamp=1)
        assert (retry.status_code, retry.json()["duplicate"]) == (200, True)
        assert (await made.publish("lab/a", made.other, eventId="once")).status_code == 403
        log = (await made.client.get("/api/events", params={"entity": "lab/a"})).json()
        assert [entry["eventId"] for entry in log] == ["once"]
