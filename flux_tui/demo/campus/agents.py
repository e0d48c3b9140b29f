"""Agents: they share the rooms, meet, and come when they are called."""

from __future__ import annotations

from flux_tui.demo.campus.campus import Agent, Campus, Room
from flux_tui.demo.campus.cast import WORK
from flux_tui.demo.stage import Life
from flux_tui.model.json import JsonObject

PULSE = (2.1, 3.1)
"""Seconds between two signs of life of an agent; under four, so that every one is seen to live."""

MEETING_ROOM = 304


def lives(campus: Campus, agent: Agent) -> Life:
    """An agent's life: it works here and there, unless there is a meeting or a call."""
    yield campus.random.uniform(0.1, PULSE[0])
    while True:
        if agent.called is not None:
            yield from _answers_call(campus, agent)
        elif campus.topic is not None and agent.id in campus.invited:
            yield from _meets(campus, agent)
        elif campus.random.random() < 0.2:
            yield from _rests(campus, agent)
        else:
            yield from _works(campus, agent, campus.open_room())


def _works(campus: Campus, agent: Agent, room: Room) -> Life:
    task = campus.random.choice(WORK[room.spec.use])
    room.set({"reserved_by": agent.id}, by=agent.id)
    yield from _walks(campus, agent, room, f"I take {room.id}")
    if room.is_open and agent.called is None:
        _enters(agent, room, {"status": "working", "task": task, "progress": 0, "says": f"{task}"})
        yield from _goes_on(campus, agent, campus.random.uniform(9.0, 26.0), progresses=True)
    _leaves(agent)
    if room.properties["reserved_by"] == agent.id:
        room.set({"reserved_by": None}, by=agent.id)


def _rests(campus: Campus, agent: Agent) -> Life:
    agent.set({"status": "idle", "task": "waits", "progress": None, "says": "who needs a hand?"})
    yield from _goes_on(campus, agent, campus.random.uniform(5.0, 11.0))


def _meets(campus: Campus, agent: Agent) -> Life:
    room = campus.rooms[MEETING_ROOM]
    yield from _walks(campus, agent, room, f"off to {room.id}")
    if room.is_open and agent.called is None:
        opinion = campus.random.choice(("agreed", "not yet", "let us vote", "what about room 102?"))
        _enters(agent, room, {"status": "meeting", "task": campus.topic, "says": opinion})
        while campus.topic is not None and agent.called is None and not room.is_closed:
            yield from _pulse(campus, agent)
    _leaves(agent)


def _answers_call(campus: Campus, agent: Agent) -> Life:
    incident, place = agent.called, agent.called_to
    if place is None:
        return
    agent.set({"status": "responding", "task": incident, "progress": None})
    yield from _walks(campus, agent, place, f"on my way to {place.id}", interrupted=False)
    place.enter(agent.id)
    agent.room, agent.arrived = place, True
    agent.set({"room": place.id, "says": f"I am in {place.id}"})
    while agent.called is not None:
        yield from _pulse(campus, agent)
    agent.arrived = False
    agent.set({"status": "idle", "task": "waits", "says": "all good again"})
    _leaves(agent)
    yield from _goes_on(campus, agent, 5.0)


def _walks(
    campus: Campus, agent: Agent, room: Room, says: str, *, interrupted: bool = True
) -> Life:
    signs: JsonObject = {"status": "responding"}
    if interrupted:
        signs = {"status": "walking", "task": f"goes to {room.id}"}
    agent.set({**signs, "room": "hallway", "says": says})
    yield from _goes_on(campus, agent, campus.random.uniform(3.0, 7.0), interrupted=interrupted)


def _enters(agent: Agent, room: Room, properties: JsonObject) -> None:
    room.enter(agent.id)
    agent.room = room
    agent.set({"room": room.id, **properties})


def _leaves(agent: Agent) -> None:
    if agent.room is not None:
        agent.room.leave(agent.id)
        agent.room = None


def _goes_on(
    campus: Campus,
    agent: Agent,
    seconds: float,
    *,
    interrupted: bool = True,
    progresses: bool = False,
) -> Life:
    """Do the same for a while, unless called or sent out of the room."""
    began = campus.stage.now
    while (passed := campus.stage.now - began) < seconds:
        if interrupted and (agent.called is not None or _must_leave(agent)):
            return
        yield from _pulse(campus, agent, round(100 * passed / seconds) if progresses else None)


def _must_leave(agent: Agent) -> bool:
    return agent.room is not None and agent.room.is_closed


def _pulse(campus: Campus, agent: Agent, progress: int | None = None) -> Life:
    """One sign of life: another step, and how much there is on the agent's mind."""
    agent.steps += campus.random.randint(1, 4)
    busy = 75 if agent.called else 45
    signs: JsonObject = {
        "steps": agent.steps,
        "load": min(99, max(3, round(campus.random.gauss(busy, 9)))),
    }
    if progress is not None:
        signs["progress"] = progress
    agent.set(signs)
    yield campus.random.uniform(*PULSE)
