"""What was given counts: flag over environment over profile over default."""

from __future__ import annotations

import re
from pathlib import Path

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
from flux_tui.errors import UsageError
from tests.config.files import written

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


def test_without_anything_it_is_the_local_server() -> None:
    assert resolve(Flags(), {}) == Settings(url="http://localhost:3000")


def test_the_file_lies_in_the_users_configuration_directory_unless_named_otherwise() -> None:
    assert config_path({}).parts[-2:] == ("flux-tui", "config.toml")
    assert config_path({"FLUX_TUI_CONFIG": "/x/y.toml"}) == Path("/x/y.toml")


def test_no_file_is_no_profiles(tmp_path: Path) -> None:
    assert load_profiles(tmp_path / "nothing.toml") == {}


def test_a_file_may_begin_with_the_mark_that_some_editors_put_there(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeff" + LAB)["FLUX_TUI_CONFIG"]
    assert set(load_profiles(Path(path))) == {"lab"}


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
