"""What was typed is on the disk: for the next explorer, and never in another one's way."""

from __future__ import annotations

from pathlib import Path

from flux_tui.client import Step
from flux_tui.client.publishing.receipt import Advance
from flux_tui.client.publishing.written import text_of
from flux_tui.model.event import setting
from flux_tui.model.json import Json
from flux_tui.tui.composer.delivering.delivery import Delivery
from flux_tui.tui.composer.drafts import Drafts, Origin
from flux_tui.tui.composer.rows import PropertyRow
from flux_tui.tui.draft_keeping.keeping import DraftKeeping
from flux_tui.tui.draft_keeping.kept import put_back
from flux_tui.tui.draft_keeping.taking import Taking
from flux_tui.tui.options import ExplorerOptions
from tests.client.sent.kept import bytes_of

URL = "http://someone:secret-word@flux.lab.example:3000/base"


def now_ms() -> int:
    return 1_000


def options(folder: Path | None, url: str = URL, profile: str | None = None) -> ExplorerOptions:
    return ExplorerOptions(url=url, profile=profile, state_folder=folder)


def keeping(folder: Path | None, url: str = URL, profile: str | None = None) -> DraftKeeping:
    return DraftKeeping(options(folder, url, profile))


def drafts(**edits: dict[str, Json]) -> Drafts:
    made = Drafts(now_ms)
    for entity_id, properties in edits.items():
        made.edit(entity_id, properties).rows = [PropertyRow("p", "changed")]
    return made


def left_behind(folder: Path, made: Drafts) -> None:
    earlier = keeping(folder)
    earlier.close(made)
    earlier.end()


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("drafts/*.drafts"))


def test_what_is_left_is_there_the_next_time(tmp_path: Path) -> None:
    made = drafts(lamp={"p": 1})
    made.event.entity_id, made.event.stream = "hall", "s"
    made.batch.text = '{"stream": "\u202e'
    left_behind(tmp_path, made)
    back = keeping(tmp_path).put_back(now_ms)
    assert back is not None
    assert (back.event.entity_id, back.event.stream) == ("hall", "s")
    assert back.batch.text == made.batch.text
    (origin,) = back.edits
    assert origin == Origin("lamp")
    assert back.edits[origin].base == {"p": 1}, "what the entity said then"
    assert back.edits[origin].rows == [PropertyRow("p", "changed")]


def test_nothing_is_on_the_disk_until_something_is_written(tmp_path: Path) -> None:
    idle = keeping(tmp_path)
    assert idle.put_back(now_ms) is None
    idle.close(Drafts(now_ms))
    assert list(tmp_path.iterdir()) == []


def test_only_the_person_can_read_it_and_no_credentials_are_in_it(tmp_path: Path) -> None:
    left_behind(tmp_path, drafts(lamp={}))
    for path in tmp_path.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
        assert "secret-word" not in path.name
        assert path.is_dir() or b"secret-word" not in path.read_bytes()


def test_an_edit_is_kept_when_only_stream_and_source_were_typed(tmp_path: Path) -> None:
    made = Drafts(now_ms)
    made.edit("lamp", {"p": 1}).source = "me"
    left_behind(tmp_path, made)
    back = keeping(tmp_path).put_back(now_ms)
    assert back is not None
    assert back.edit("lamp", {}).source == "me"


def test_an_entity_that_was_only_looked_at_is_no_draft(tmp_path: Path) -> None:
    made = Drafts(now_ms)
    made.edit("lamp", {"p": 1})
    left_behind(tmp_path, made)
    assert keeping(tmp_path).put_back(now_ms) is None


def test_what_was_taken_away_again_leaves_no_file(tmp_path: Path) -> None:
    mine, made = keeping(tmp_path), Drafts(now_ms)
    made.batch.text = "x"
    mine.close(made)
    assert len(files(tmp_path)) == 1
    made.batch.text = ""
    mine.close(made)
    assert files(tmp_path) == []


def test_a_retry_after_a_crash_is_the_same_event(tmp_path: Path) -> None:
    made = drafts(lamp={})
    draft = made.edit("lamp", {})
    event = draft.event({"p": "changed"})
    sent = draft.outbox.make_ready([event])
    left_behind(tmp_path, made)
    back = keeping(tmp_path).put_back(now_ms)
    assert back is not None
    assert back.edit("lamp", {}).outbox.make_ready([event]) == sent


def test_two_explorers_at_once_leave_each_others_drafts_alone(tmp_path: Path) -> None:
    mine, theirs = keeping(tmp_path), keeping(tmp_path)
    mine_made, theirs_made = drafts(mine={}), drafts(theirs={})
    mine_made.batch.text, theirs_made.batch.text = "mine", "theirs"
    mine.close(mine_made)
    assert theirs.put_back(now_ms) is None, "what another one is writing is not offered"
    theirs.close(theirs_made)
    theirs.end()
    mine.end()
    third = keeping(tmp_path)
    back = third.put_back(now_ms)
    assert back is not None
    assert {origin.entity_id for origin in back.edits} == {"mine", "theirs"}
    assert back.batch.text == "theirs", "the one written last"
    back.batch.text = ""
    third.close(back)
    third.end()
    back = keeping(tmp_path).put_back(now_ms)
    assert back is not None
    assert back.batch.text == "mine", "once there is room for it"


def test_drafts_of_one_server_are_no_others(tmp_path: Path) -> None:
    left_behind(tmp_path, drafts(lamp={}))
    assert keeping(tmp_path, "http://flux.hall.example").put_back(now_ms) is None
    assert keeping(tmp_path, profile="lab").put_back(now_ms) is None
    assert keeping(tmp_path).put_back(now_ms) is not None


def test_a_file_of_a_newer_program_is_left_as_it_is(tmp_path: Path) -> None:
    left_behind(tmp_path, drafts(lamp={}))
    (path,) = files(tmp_path)
    path.write_bytes(b'{"version": 99}\n')
    mine = keeping(tmp_path)
    assert mine.put_back(now_ms) is None
    mine.close(drafts(lamp={}))
    assert path.read_bytes() == b'{"version": 99}\n'
    assert len(files(tmp_path)) == 2


def test_a_disk_that_takes_nothing_is_said_and_hurts_nobody(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("a file where the folder should be")
    mine = keeping(tmp_path)
    assert mine.put_back(now_ms) is None
    mine.close(drafts(lamp={}))
    assert "drafts cannot be kept" in (mine.problem or "")


async def test_it_is_said_whether_all_of_it_lies_on_the_disk(tmp_path: Path) -> None:
    mine, made = keeping(tmp_path), drafts(lamp={})
    mine.tick(made)
    made.batch.text = "written since"
    assert await mine.write(made)
    assert b"written since" in bytes_of(tmp_path)
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "drafts").write_text("a file where the folder should be")
    assert not await keeping(tmp_path / "none").write(made)


def test_without_a_folder_nothing_is_kept() -> None:
    nowhere = keeping(None)
    nowhere.close(drafts(lamp={}))
    assert nowhere.put_back(now_ms) is None


def test_a_batch_on_its_way_is_taken_down_once_and_all_of_it_is_in_doubt_after_a_crash() -> None:
    made, taking = drafts(), Taking()
    events = [setting("s", "me", entity_id, {"p": 1}) for entity_id in ("a", "b")]
    delivery = made.batch.delivering = Delivery(events, made.batch.outbox)
    made.batch.text = "both of them"
    delivery.take(Advance([0], Step.ACCEPTED))
    before = taking.take(made).tried
    delivery.take(Advance([1], Step.UNKNOWN, "lost"))
    on_its_way = taking.take(made)
    assert on_its_way.tried is before
    back = put_back(on_its_way, now_ms).batch.outbox
    assert {ready.event_id for ready in back.make_ready(events).events} == back.doubts.keys()
    assert len(back.doubts) == 2
    made.batch.delivering = None
    assert [tried.event_id for tried in taking.take(made).tried] == [delivery.events[1].event_id]


def test_what_a_killed_explorer_had_begun_to_send_is_known_to_the_drafts_it_left(
    tmp_path: Path,
) -> None:
    made = drafts(lamp={})
    made.batch.text = "[]"
    event = made.edit("lamp", {}).event({"p": "changed"})
    left_behind(tmp_path, made)
    back = keeping(tmp_path).put_back(now_ms)
    assert back is not None
    alone, among_others = (text_of(event), "alone", 1), (text_of(event), "among-others", 1)
    back.doubt([[alone], [among_others, ("{}", "other", 1)]])
    edited, batch = back.edit("lamp", {}).outbox, back.batch.outbox
    assert [one.event_id for one in edited.make_ready([event]).events] == ["alone"]
    assert [one.event_id for one in batch.make_ready([event] * 2).events] == [
        "alone",
        "among-others",
    ]
    assert back.event.outbox.doubts == {}, "it was not put back"
