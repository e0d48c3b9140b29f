"""Templates in a folder that others write, too: what is none of them is said, the rest is used."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

from flux_tui.client.templates.folders import find_template, find_templates

TEXT = """{"event": {"stream": "s", "source": "me",
  "payload": {"entity_id": "a", "properties": {"p": "{{p=ä}}"}}}}"""


def test_a_template_is_one_in_whichever_encoding_its_editor_wrote_it(tmp_path: Path) -> None:
    (tmp_path / "marked.json").write_bytes(codecs.BOM_UTF8 + TEXT.encode())
    (tmp_path / "wide.json").write_bytes(TEXT.encode("utf-16"))
    (tmp_path / "windows.json").write_bytes(TEXT.replace("\n", "\r\n").encode())
    for name in ("marked", "wide", "windows"):
        assert [prompt.default for prompt in find_template([tmp_path], name).prompts] == ["ä"]


def test_of_a_merge_that_is_not_settled_the_line_is_told(tmp_path: Path) -> None:
    ours = TEXT.replace('"a"', '"ours"')
    merged = f"{{\n<<<<<<< HEAD\n{ours[1:]}\n=======\n{TEXT[1:]}\n>>>>>>> theirs\n"
    (tmp_path / "lamp.json").write_text(merged)
    (found,) = find_templates([tmp_path])
    assert found.problem.endswith(
        "lamp.json: line 2: two versions stand here since a merge: keep one of them"
    )


def test_what_is_no_template_is_named_and_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('{"event": {"stream": "x", }')
    (tmp_path / "noise.json").write_bytes(b"\x00\xff\xfe")
    (tmp_path / "right.json").write_text(TEXT)
    (tmp_path / "dangling.json").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.json").mkdir()
    os.mkfifo(tmp_path / "pipe.json")
    found = {each.name: each.problem for each in find_templates([tmp_path])}
    assert list(found) == ["broken", "noise", "right"]
    assert (
        found["broken"] == f"{tmp_path}/broken.json: line 1, column 27: nothing follows this comma"
    )
    assert "is not text in UTF-8: line 1, column 2" in found["noise"]
    assert found["right"] == ""
