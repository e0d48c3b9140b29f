"""publish and batch of a template; its secrets are in the request, and nowhere else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Flux
from tests.cli.elsewhere import absent

SETS = '{"power": "{{power:number}}", "room": "{{room=hall}}"}'


def template(folder: Path, name: str, properties: str, *, events: int = 1) -> None:
    """A template about ``NAME-1``, ``NAME-2`` …"""
    (folder / "templates").mkdir(exist_ok=True)
    payload = f'{{"entity_id": "{name}-{{{{n}}}}", "properties": {properties}}}'
    event = f'{{"stream": "lab", "source": "me", "payload": {payload}}}'
    body = f'"event": {event}' if events == 1 else f'"events": [{", ".join([event] * events)}]'
    (folder / "templates" / f"{name}.json").write_text(f'{{"description": "sets", {body}}}')


def properties(flux: Flux, entity_id: str) -> object:
    return json.loads(flux.state(entity_id))["properties"]


def test_an_event_of_a_template_is_published_with_what_was_answered(
    flux: Flux, tmp_path: Path
) -> None:
    template(tmp_path, "tpl-one", SETS)
    done = flux("publish", "--template", "tpl-one", "--set", "power=22.5", "--wait")
    assert done.code == 0
    assert properties(flux, "tpl-one-1") == {"power": 22.5, "room": "hall"}
    done = flux("publish", "--template", "tpl-one", "--set", "power=1", "--set", 'room=a="b"')
    assert properties(flux, "tpl-one-1") == {"power": 1, "room": 'a="b"'}


def test_a_batch_of_a_template_counts_its_events(flux: Flux, tmp_path: Path) -> None:
    template(tmp_path, "tpl-many", '{"k": "{{n}}"}', events=3)
    done = flux("batch", "--template", "tpl-many")
    assert (done.code, done.json["successful"]) == (0, 3)
    assert properties(flux, "tpl-many-3") == {"k": 3}
    refused = flux("publish", "--template", "tpl-many")
    assert refused.code == 2
    assert "has 3 events: flux-tui batch --template sends them" in refused.sentence


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "template tpl-bad asks for power: give --set power=…; nothing was sent"),
        (("--set", "power=two"), "template tpl-bad: power: a number as JSON writes it, such as"),
        (("--set", "pow=1"), "does not ask for pow: it asks for power, room; nothing was sent"),
        (("--set", "power"), "--set wants name=value, not 'power'"),
    ],
)
def test_what_is_answered_wrongly_is_said_in_a_sentence_and_nothing_is_sent(
    flux: Flux, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    template(tmp_path, "tpl-bad", SETS)
    for command in ("publish", "batch"):
        done = flux(command, "--template", "tpl-bad", *arguments)
        assert done.code == 2
        assert said in done.sentence
        assert not flux.is_there("tpl-bad-1")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("publish", "--template", "nowhere"), "there is no template 'nowhere' in"),
        (("publish", "--template", "tpl", "lab"), "an event is of a template or of words"),
        (
            ("publish", "--template", "t", "--set", "a=1", "b=2"),
            "each answer has a --set of its own",
        ),
        (("publish", "lab", "me"), "ENTITY_ID PROPERTIES_JSON missing"),
        (("publish", "lab", "me", "a", "{}", "--set", "a=1"), "--set answers a --template"),
        (("batch", "--template", "tpl", "[]"), "a batch is of a template or is given"),
        (("batch",), "EVENTS_JSON missing"),
        (("batch", "[]", "--set", "a=1"), "--set answers a --template"),
    ],
)
def test_what_is_no_way_to_say_an_event_is_a_usage_error(
    flux: Flux, arguments: tuple[str, ...], said: str
) -> None:
    done = flux(*arguments)
    assert done.code == 2
    assert said in done.sentence


def test_a_secret_is_in_the_request_alone(
    flux: Flux, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template(tmp_path, "tpl-key", '{"key": "{{env:TPL_KEY}}"}')
    monkeypatch.delenv("TPL_KEY", raising=False)
    missing = flux("publish", "--template", "tpl-key")
    assert missing.code == 2
    told = "not set in the environment: TPL_KEY; nothing was sent: start again where that is set"
    assert missing.sentence == told
    monkeypatch.setenv("TPL_KEY", "hush-hush")
    log = tmp_path / "log"
    for command in ("publish", "batch"):
        done = flux(command, "--template", "tpl-key", "--log-file", str(log))
        assert done.code == 0
        assert "hush-hush" not in done.out.decode() + done.err + log.read_text()
    assert properties(flux, "tpl-key-1") == {"key": "hush-hush"}
    unreachable = flux("publish", "--template", "tpl-key", "--url", absent())
    assert unreachable.code == 3
    assert "hush-hush" not in unreachable.err
    answered = flux("publish", "--template", "tpl-key", "--set", "a={{env:TPL_KEY}}")
    assert answered.code == 2


def test_a_read_only_run_fills_in_nothing(flux: Flux, tmp_path: Path) -> None:
    template(tmp_path, "tpl-ro", '{"key": "{{env:NOT_SET_AT_ALL}}"}')
    done = flux("--read-only", "publish", "--template", "tpl-ro")
    assert done.sentence == "nothing was sent: --read-only is given"


def test_the_templates_are_listed_with_what_they_ask_for(flux: Flux, tmp_path: Path) -> None:
    none = flux("templates")
    assert (none.code, none.json) == (0, [])
    assert none.err.startswith("there are no templates in ")
    template(tmp_path, "lamp", '{"power": "{{power:number=1}}", "key": "{{env:TPL_KEY}}"}')
    (tmp_path / "templates" / "bad.json").write_text("{")
    bad, lamp = flux("templates").json
    assert bad["name"] == "bad"
    assert "line 1, column" in bad["problem"]
    assert lamp == {
        "name": "lamp",
        "path": str(tmp_path / "templates" / "lamp.json"),
        "description": "sets",
        "events": 1,
        "asks": [{"name": "power", "kind": "number", "default": "1"}],
        "environment": ["TPL_KEY"],
    }


def test_no_screen_is_loaded_for_it(flux: Flux, tmp_path: Path) -> None:
    template(tmp_path, "tpl-load", '{"k": 1}')
    program = (
        "import sys; from flux_tui.cli.main import main; "
        "code = main(['publish', '--template', 'tpl-load']); "
        "sys.exit(code or any(m.startswith(('textual', 'flux_tui.tui')) for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
