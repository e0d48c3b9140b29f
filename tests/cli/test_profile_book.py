"""Where one can go from the explorer, and whose token goes along."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from flux_tui.cli.profile_book import ProfileBook
from flux_tui.errors import UsageError
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.worlds.book import Card, card_of_url

CONFIG = """
[profiles.lab]
url = "http://lab:3000"
token = "of-lab"
color = "green"

[profiles.hall]
url = "http://hall:3000"
token_command = "sh -c 'echo run >> {log}; echo of-hall'"
production = true
"""

GIVEN = ExplorerOptions(url="http://lab:3000", profile="lab", token="given")


def book(folder: Path, *, read_only: bool = False, **variables: str) -> ProfileBook:
    config = folder / "config.toml"
    config.write_text(CONFIG.format(log=folder / "log"))
    environment = {"FLUX_TUI_CONFIG": str(config), **variables}
    return ProfileBook(GIVEN, environment, read_only=read_only)


def card(book: ProfileBook, name: str) -> Card:
    (found,) = [card for card in book.cards() if card.profile == name]
    return found


def test_the_server_that_was_given_comes_first_and_once(tmp_path: Path) -> None:
    assert [card.profile for card in book(tmp_path).cards()] == ["lab", "hall"]


def test_what_was_given_is_opened_as_it_was_given(tmp_path: Path) -> None:
    servers = book(tmp_path)
    assert servers.options(card(servers, "lab"), Event()) is GIVEN


def test_the_environment_speaks_of_the_first_server_alone(tmp_path: Path) -> None:
    servers = book(tmp_path, FLUX_URL="http://lab:3000", FLUX_TOKEN="of-env")
    options = servers.options(card(servers, "hall"), Event())
    assert (options.url, options.token, options.production) == ("http://hall:3000", "of-hall", True)


def test_a_token_command_is_run_once(tmp_path: Path) -> None:
    servers = book(tmp_path)
    for _ in range(2):
        servers.options(card(servers, "hall"), Event())
    assert (tmp_path / "log").read_text() == "run\n"


def test_a_url_that_is_typed_gets_no_token(tmp_path: Path) -> None:
    servers = book(tmp_path)
    servers.cards()
    options = servers.options(card_of_url("hall:3000"), Event())
    assert (options.url, options.token, options.profile) == ("http://hall:3000", None, None)


def test_read_only_holds_for_every_server(tmp_path: Path) -> None:
    servers = book(tmp_path, read_only=True)
    assert all(card.read_only for card in servers.cards()[1:])
    assert servers.options(card(servers, "hall"), Event()).read_only
    assert servers.options(card_of_url("http://x"), Event()).read_only


def test_what_is_wrong_in_the_file_is_said(tmp_path: Path) -> None:
    servers = book(tmp_path)
    (tmp_path / "config.toml").write_text("[profiles.lab]\nulr = 1")
    with pytest.raises(UsageError, match="did you mean url"):
        servers.cards()


def test_no_card_shows_credentials() -> None:
    shown = card_of_url("http://me:secret@hall:3000")
    assert shown.url == "http://hall:3000"
    assert "secret" not in repr(shown)
