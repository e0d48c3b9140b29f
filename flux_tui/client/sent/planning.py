"""Finding out what an undo would do: by what the server has now, and what the feed tells since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from flux_tui.client.flux_client import FluxClient
from flux_tui.client.presence import look_up
from flux_tui.client.turns import Turns
from flux_tui.model.json import Json
from flux_tui.replica.undo.before import Deed
from flux_tui.replica.undo.effect import Effects
from flux_tui.replica.undo.plan import Plan
from flux_tui.replica.world import World

State = Mapping[str, Json]


class Present:
    """How entities are now: as the server said when it was asked, unless they have moved since.

    A feed may have skipped something, and a World may hold only a part: an undo that went by them
    alone could overwrite what nobody here has seen.
    """

    def __init__(self, client: FluxClient, world: World) -> None:
        self._client = client
        self._world = world
        self._asked: dict[str, State | None] = {}

    async def ask(self, ids: Collection[str]) -> None:
        """Ask the server about some entities. Raises what a Connection raises."""
        found = await look_up(self._client, ids)
        for entity_id in ids:
            entity = found.get(entity_id)
            self._asked[entity_id] = None if entity is None else entity.properties

    def moved(self, entity_id: str) -> None:
        """The feed has told of it: what the server said before is old."""
        if not self._world.is_blind_to(entity_id):
            self._asked.pop(entity_id, None)

    def look(self, entity_id: str) -> State | None:
        """An entity's properties; None when it is not there."""
        if entity_id in self._asked:
            return self._asked[entity_id]
        record = self._world.get(entity_id)
        return None if record is None else record.properties


class Prepared(NamedTuple):
    """A plan, and what it looks at."""

    plan: Plan
    present: Present

    def moved(self, entity_id: str) -> bool:
        """The feed has told of an entity; whether the plan asks something else of it now."""
        self.present.moved(entity_id)
        return self.plan.look_again(entity_id)

    async def look_again(self) -> None:
        """Ask the server anew about what is left to do. Raises what a Connection raises."""
        turns, left = Turns(), self.plan.entities
        await self.present.ask(left)
        for entity_id in left:
            self.plan.look_again(entity_id)
            await turns.give()


async def prepare(client: FluxClient, world: World, deeds: Iterable[Deed]) -> Prepared:
    """What undoing some deeds would do, in slices. Raises what a Connection raises."""
    turns, effects = Turns(), Effects()
    for deed in deeds:
        effects.add(deed)
        await turns.give()
    present = Present(client, world)
    await present.ask(effects.of_entity.keys())
    plan = Plan(effects, present.look)
    for entity_id in effects.of_entity:
        plan.look_again(entity_id)
        await turns.give()
    return Prepared(plan, present)
