from __future__ import annotations

import re
from pathlib import Path
from threading import Event

import pytest

from flux_tui.config import (
    Flags,
    Profile,
    Settings,
    config_path,
    load_history_mb,
    load_profiles,
    resolve,
    state_path,
)
from flux_tui.config.explorer import ColorRule, ExplorerSettings, load_explorer_settings
from flux_tui.config.token_command import run_token_command_aside
from flux_tui.errors import UsageError

LAB = """
[profiles.lab]
url = "http://lab"
token = "secret"
feed = "ws"
prefix = "lab/"
namespace = "lab"
scope = "temp>30"
read_only = true
production = true
color = "red"
ca_file = "ca.pem"
"""


def written(folder: Path, text: str) -> dict[str, str]:
    """An environment whose configuration is this text."""
    path = folder / "config.toml"
    path.write_text(text)
    return {"FLUX_TUI_CONFIG": str(path)}


def test_without_anything_it_is_the_local_server() -> None:
    assert resolve(Flags(), {}) == Settings(url="http://localhost:3000")


def test_the_file_lies_in_the_users_configuration_directory_unless_named_otherwise() -> None:
    assert config_path({}).parts[-2:] == ("flux-tui", "config.toml")
    assert config_path({"FLUX_TUI_CONFIG": "/x/y.toml"}) == Path("/x/y.toml")


def test_no_file_is_no_profiles(tmp_path: Path) -> None:
    assert load_profiles(tmp_path / "nothing.toml") == {}


def test_a_profile_says_everything_about_a_server(tmp_path: Path) -> None:
    settings = resolve(Flags(profile="lab"), written(tmp_path, LAB))
    assert settings == Settings(
        url="http://lab",
        token="secret",
        profile="lab",
        feed="ws",
        prefix="lab/",
        namespace="lab",
        scope="temp>30",
        read_only=True,
        production=True,
        color="red",
        ca_file=tmp_path / "ca.pem",
    )


def test_the_memory_for_past_values_is_set_by_flag_profile_or_for_all(tmp_path: Path) -> None:
    environment = written(tmp_path, "history_mb = 64\n[profiles.lab]\nhistory_mb = 0\n")
    assert resolve(Flags(profile="lab", history_mb=8), environment).history_mb == 8
    assert resolve(Flags(profile="lab"), environment).history_mb == 0
    assert resolve(Flags(), environment).history_mb is None
    assert load_history_mb(config_path(environment)) == 64
    assert load_history_mb(tmp_path / "none.toml") is None


@pytest.mark.parametrize("text", ["history_mb = -1", "history_mb = true", "history_mb = 1.5"])
def test_a_wrong_amount_of_memory_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match="history_mb must be a whole number of megabytes"):
        load_history_mb(config_path(written(tmp_path, text)))
    with pytest.raises(UsageError, match="history_mb must be a whole number of megabytes"):
        load_profiles(config_path(written(tmp_path, f"[profiles.lab]\n{text}")))


def test_less_memory_than_none_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="--history-mb must be"):
        resolve(Flags(history_mb=-1), {})


def test_a_flag_takes_the_place_of_a_profiles_scope_and_an_empty_one_takes_it_away(
    tmp_path: Path,
) -> None:
    flags = Flags(profile="lab", prefix="hall/", namespace="", scope=None)
    settings = resolve(flags, written(tmp_path, LAB))
    assert (settings.prefix, settings.namespace, settings.scope) == ("hall/", None, "temp>30")


def test_a_flag_counts_more_than_the_environment_and_that_more_than_the_profile(
    tmp_path: Path,
) -> None:
    environment = written(tmp_path, LAB)
    environment |= {"FLUX_URL": "http://env", "FLUX_TOKEN": "of-env"}
    by_environment = resolve(Flags(profile="lab"), environment)
    assert (by_environment.url, by_environment.token) == ("http://env", "of-env")
    by_flag = resolve(Flags(profile="lab", url="http://flag", feed="sse"), environment)
    assert (by_flag.url, by_flag.feed) == ("http://flag", "sse")


def test_a_profiles_token_stays_at_home_when_another_server_is_named(tmp_path: Path) -> None:
    settings = resolve(Flags(profile="lab", url="http://other"), written(tmp_path, LAB))
    assert settings.token is None


def test_empty_variables_are_as_good_as_none() -> None:
    empty = {"FLUX_URL": "", "FLUX_TOKEN": "", "FLUX_ADMIN_TOKEN": ""}
    assert resolve(Flags(), empty) == Settings()


def test_a_command_can_print_the_token(tmp_path: Path) -> None:
    text = "[profiles.lab]\ntoken_command = \"printf '%s\\\\nmore' secret\"\n"
    assert resolve(Flags(profile="lab"), written(tmp_path, text)).token == "secret"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("false", "failed with exit code 1"),
        ("true", "printed nothing"),
        ("nothing-of-this-name", "cannot be started"),
        ("'", "cannot be read"),
        ("", "cannot be read: it is empty"),
    ],
)
def test_a_token_command_that_fails_is_one_sentence(
    tmp_path: Path, command: str, words: str
) -> None:
    environment = written(tmp_path, f'[profiles.lab]\ntoken_command = "{command}"\n')
    with pytest.raises(UsageError, match=f"token_command of profile 'lab' {words}"):
        resolve(Flags(profile="lab"), environment)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[profiles", "is not valid TOML"),
        ("profiles = 1", "profiles must be a table"),
        ("profiles.lab = 1", "profiles.lab must be a table"),
        ("profiles.lab.url = 1", "profiles.lab.url must be a text in quotes"),
        ('profiles.lab.read_only = "yes"', "profiles.lab.read_only must be true or false"),
        ('profiles.lab.feed = "pigeon"', "profiles.lab.feed must be one of sse, ws, poll"),
        ("profiles.lab.read_olny = true", "profiles.lab.read_olny is not a setting: did you mean"),
        ("profiles.lab.wings = 2", "profiles.lab.wings is not a setting: known are url"),
        (
            'profiles.lab = {token = "a", token_command = "b"}',
            "profiles.lab must have token or token_command, not both",
        ),
        ("[profiles.\xff]", "must be a table|is not valid TOML|no profile"),
    ],
)
def test_what_is_wrong_is_named_with_its_file_and_key(
    tmp_path: Path, text: str, words: str
) -> None:
    environment = written(tmp_path, text)
    with pytest.raises(UsageError, match=words) as failure:
        resolve(Flags(profile="lab"), environment)
    assert re.search(r"config\.toml", str(failure.value))


def test_a_feed_that_is_none_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="--feed must be one of"):
        resolve(Flags(feed="pigeon"), {})


def test_tokens_are_never_shown() -> None:
    hidden = repr(Profile(name="lab", token="secret", admin_token="secret"))
    hidden += repr(Settings(token="secret", admin_token="secret"))
    assert "secret" not in hidden


def test_what_is_remembered_lies_in_the_users_state_directory_unless_named_otherwise() -> None:
    assert state_path({}).name == "flux-tui"
    assert state_path({"FLUX_TUI_STATE": "/x/y"}) == Path("/x/y")


def test_a_token_command_that_has_no_terminal_prints_the_token_all_the_same() -> None:
    command = "sh -c 'read x </dev/tty || echo secret'"
    assert run_token_command_aside("lab", command, Event()) == "secret"


def test_what_a_token_command_complained_of_is_said_where_nobody_could_see_it() -> None:
    with pytest.raises(UsageError, match="exit code 3: no key; if it has to ask at the terminal"):
        run_token_command_aside("lab", "sh -c 'echo no key >&2; exit 3'", Event())


def test_a_token_command_that_nobody_waits_for_ends(tmp_path: Path) -> None:
    unwanted = Event()
    unwanted.set()
    with pytest.raises(UsageError, match="was not waited for"):
        run_token_command_aside("lab", "sleep 60", unwanted)


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
