"""Robots carry jobs from room to room; a job is made, moves through its states and is deleted."""

from __future__ import annotations

from flux_tui.demo.campus.campus import Campus, Robot, Room
from flux_tui.demo.campus.cast import CARGO
from flux_tui.demo.stage import Life, Thing
from flux_tui.model.json import Json

STEP = (2.0, 3.2)
"""Seconds between two reports of a robot that moves."""

STRIDE = 5.0
"""Metres that it moves between them."""

LOW = 25.0
"""Percent of its battery below which it goes to charge."""

STUCK = 0.05
"""How likely it is at each step that something stands in its way."""

FEWEST_JOBS = 4
"""Jobs that are there at least, so that there is always something to carry."""


class JobBoard:
    """The jobs that wait for a robot; ``open`` counts those that are there at all."""

    def __init__(self, campus: Campus) -> None:
        self._campus = campus
        self.waiting: list[Job] = []
        self.open = 0

    def add(self) -> None:
        """One more job, from one room to another."""
        campus = self._campus
        campus.jobs += 1
        start, end = campus.random.sample(list(campus.rooms.values()), 2)
        self.waiting.append(Job(campus, campus.jobs, start, end))
        self.open += 1


class Job(Thing):
    """Something to be carried."""

    def __init__(self, campus: Campus, number: int, start: Room, end: Room) -> None:
        self.start, self.end = start, end
        self.cargo = campus.random.choice(CARGO)
        super().__init__(
            campus.stage,
            f"job-{number}",
            "campus.jobs",
            campus.random.choice(campus.agents).id,
            {
                "status": "queued",
                "cargo": self.cargo,
                "route": {"from": start.id, "to": end.id},
                "robot": None,
                "progress": 0,
                "priority": campus.random.choice(("normal", "normal", "high")),
            },
        )


def orders(campus: Campus, board: JobBoard) -> Life:
    """New jobs keep coming."""
    while True:
        while board.open < FEWEST_JOBS:
            board.add()
        yield campus.random.uniform(6.0, 11.0)
        if board.open < 2 * FEWEST_JOBS:
            board.add()


def lives(campus: Campus, robot: Robot, board: JobBoard) -> Life:
    """A robot's life: it fetches and carries, and charges when it must."""
    yield campus.random.uniform(0.3, 4.0)
    while True:
        if robot.battery < LOW:
            yield from _charges(campus, robot)
        elif board.waiting:
            yield from _carries(campus, robot, board)
        else:
            yield from _moves(campus, robot, None, 1)
            yield campus.random.uniform(2.0, 4.0)


def _carries(campus: Campus, robot: Robot, board: JobBoard) -> Life:
    job = board.waiting.pop(0)
    robot.set({"status": "fetching", "job": job.id})
    job.set({"status": "assigned", "robot": robot.id}, by="dispatcher")
    yield from _moves(campus, robot, None, campus.random.randint(1, 3))
    robot.floor = job.start.spec.number // 100
    robot.set({"status": "carrying", "carries": job.cargo})
    job.set({"status": "moving"}, by="dispatcher")
    yield from _moves(campus, robot, job, campus.random.randint(3, 6))
    robot.floor = job.end.spec.number // 100
    robot.set({"status": "idle", "job": "none", "carries": "nothing"})
    job.set({"status": "delivered", "progress": 100}, by="dispatcher")
    campus.stage.start(_is_filed(job, board), after=campus.random.uniform(4.0, 7.0))
    yield campus.random.uniform(1.0, 3.0)


def _is_filed(job: Job, board: JobBoard) -> Life:
    job.delete()
    board.open -= 1
    yield 0.0


def _moves(campus: Campus, robot: Robot, job: Job | None, steps: int) -> Life:
    for step in range(1, steps + 1):
        robot.x = min(60.0, max(0.0, robot.x + campus.random.uniform(-STRIDE, STRIDE)))
        robot.y = min(24.0, max(0.0, robot.y + campus.random.uniform(-STRIDE, STRIDE)))
        robot.battery -= campus.random.uniform(0.3, 0.8)
        position: Json = {"floor": robot.floor, "x": round(robot.x, 1), "y": round(robot.y, 1)}
        robot.set({"position": position, "battery": round(robot.battery)})
        if job is not None:
            job.set({"progress": round(95 * step / steps)}, by=robot.id)
            if campus.random.random() < STUCK:
                yield from _is_stuck(campus, robot, job)
        yield campus.random.uniform(*STEP)


def _is_stuck(campus: Campus, robot: Robot, job: Job) -> Life:
    robot.set({"status": "blocked"})
    job.set({"status": "delayed"}, by="dispatcher")
    yield campus.random.uniform(7.0, 12.0)
    robot.set({"status": "carrying"}, by=campus.free_agent().id)
    job.set({"status": "moving"}, by="dispatcher")


def _charges(campus: Campus, robot: Robot) -> Life:
    robot.set({"status": "charging"})
    while robot.battery < 90:
        yield campus.random.uniform(2.5, 3.5)
        robot.battery = min(100.0, robot.battery + 6.0)
        robot.set({"battery": round(robot.battery)})
    robot.set({"status": "idle"})
