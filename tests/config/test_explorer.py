"""What the file says of the explorer: theme, keys, rules of colour."""

from __future__ import annotations

from pathlib import Path

import pytest

from flux_tui.config import (
    config_path,
)
from flux_tui.config.explorer import ColorRule, ExplorerSettings, load_explorer_settings
from flux_tui.errors import UsageError
from tests.config.files import written


def test_the_theme_and_the_keys_hold_for_every_server(tmp_path: Path) -> None:
    environment = written(tmp_path, 'theme = "nord"\n[keys]\n"list.sort" = "S,f2"\n')
    settings = load_explorer_settings(config_path(environment))
    assert settings == ExplorerSettings("nord", {"list.sort": "S,f2"})
    assert settings.rules == ()
    assert load_explorer_settings(tmp_path / "none.toml") == ExplorerSettings()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("theme = 1", "theme must be a text"),
        ("keys = 1", "keys must be a table"),
        ('[keys]\n"list.sort" = 1', '"list.sort" must name a key'),
        ('[keys]\n"list.sort" = " , "', '"list.sort" must name a key'),
        ('[keys]\nlist.sort = "x"', "must stand in quotes"),
        ("rules = 1", "each of them under"),
        ("rules = [1]", "each of them under"),
        ('[[rules]]\nwhere = "a"', r"rules\[1\].style must be a text"),
        ('[[rules]]\nwhere = "a"\nstyle = "dim"\n[[rules]]\nwhere = 3', r"rules\[2\].where"),
        ('[[rules]]\nwhen = "a"', r"rules\[1\].when is not a setting"),
    ],
)
def test_what_is_wrong_with_them_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        load_explorer_settings(config_path(written(tmp_path, text)))


def test_colour_rules_are_kept_in_their_order_with_where_they_stand(tmp_path: Path) -> None:
    text = (
        '[[rules]]\nwhere = "temp>30"\nstyle = "warning"\n[[rules]]\nwhere = "a"\nstyle = "#f80"\n'
    )
    path = config_path(written(tmp_path, text))
    assert load_explorer_settings(path).rules == (
        ColorRule("temp>30", "warning", f"{path}: rules[1]"),
        ColorRule("a", "#f80", f"{path}: rules[2]"),
    )
