from __future__ import annotations

import subprocess
import sys
from random import Random

from flux_tui.demo.host.probes import Readings
from flux_tui.demo.host.processes import Processes
from flux_tui.demo.host.scenario import Host, Watch, begin
from flux_tui.protocol.json_text import encode
from flux_tui.replica.grouping import group_of


def test_this_machine_is_a_world_of_several_kinds() -> None:
    host = begin(Random(1))
    acts = host.until(0.0) + host.until(1.0)
    groups = {group_of(act.entity_id) for act in acts}
    assert {"cpu", "memory", "host", "process"} <= groups
    for act in acts:
        assert act.properties
        encode(act.properties)


def test_a_process_that_ends_is_no_longer_found() -> None:
    processes = Processes()
    sleeper = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with sleeper:
        assert any(entity_id.endswith(f"-{sleeper.pid}") for entity_id in processes())
        sleeper.kill()
        sleeper.wait()
        assert not any(entity_id.endswith(f"-{sleeper.pid}") for entity_id in processes())


def test_only_what_changed_is_told_and_what_is_gone_is_deleted() -> None:
    looks: list[Readings] = [
        {"a-1": {"n": 1, "unit": "m"}, "a-2": {"n": 1}},
        {"a-1": {"n": 2, "unit": "m"}, "a-2": {"n": 1}},
        {"a-1": {"n": 2, "unit": "m"}},
    ]
    host = Host([Watch("test", lambda: looks.pop(0), 1.0)])
    assert [act.properties for act in host.until(0.0)] == [{"n": 1, "unit": "m"}, {"n": 1}]
    assert [(act.entity_id, act.properties) for act in host.until(1.0)] == [("a-1", {"n": 2})]
    assert [(act.entity_id, act.properties) for act in host.until(2.0)] == [("a-2", None)]


def test_each_probe_looks_in_its_own_rhythm() -> None:
    looked: list[str] = []

    def probe(name: str) -> Readings:
        looked.append(name)
        return {}

    host = Host(
        [
            Watch("often", lambda: probe("often"), 1.0),
            Watch("seldom", lambda: probe("seldom"), 2.5),
        ]
    )
    for moment in range(6):
        assert host.next_at <= moment
        host.until(float(moment))
    assert looked.count("often") == 6
    assert looked.count("seldom") == 3
