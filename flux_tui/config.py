"""Profiles and settings: which server, as whom, and how, from flags, environment and file.

``config.toml`` lies in the user's configuration directory (``FLUX_TUI_CONFIG`` names another):

    [profiles.lab]
    url = "https://flux.lab.example/base"
    token_command = "pass show flux/lab"
    read_only = true

``history_mb``, in a profile or at the top for all, is how much memory past values may take.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from flux_tui.errors import UsageError

DEFAULT_URL = "http://localhost:3000"
"""Where Flux listens unless told otherwise."""

FEEDS = ("sse", "ws", "poll")
"""The transports that can be forced."""

TOKEN_COMMAND_TIMEOUT = 30.0
"""Seconds that a ``token_command`` may take: a password store may ask a person first."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One server as the file describes it; what it leaves out is None or off."""

    name: str
    url: str | None = None
    token: str | None = field(default=None, repr=False)
    token_command: str | None = None
    admin_token: str | None = field(default=None, repr=False)
    feed: str | None = None
    prefix: str | None = None
    namespace: str | None = None
    scope: str | None = None
    read_only: bool = False
    production: bool = False
    color: str | None = None
    ca_file: Path | None = None
    insecure_tls: bool = False
    history_mb: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What one run works with, after flags, environment, profile and defaults were weighed."""

    url: str = DEFAULT_URL
    token: str | None = field(default=None, repr=False)
    admin_token: str | None = field(default=None, repr=False)
    profile: str | None = None
    feed: str | None = None
    prefix: str | None = None
    namespace: str | None = None
    scope: str | None = None
    read_only: bool = False
    production: bool = False
    color: str | None = None
    ca_file: Path | None = None
    insecure_tls: bool = False
    history_mb: int | None = None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be written anywhere."""
        return tuple(secret for secret in (self.token, self.admin_token) if secret)


@dataclass(frozen=True, slots=True)
class Flags:
    """What was given on the command line; None or off where nothing was."""

    url: str | None = None
    profile: str | None = None
    feed: str | None = None
    prefix: str | None = None
    namespace: str | None = None
    scope: str | None = None
    read_only: bool = False
    ca_file: Path | None = None
    insecure_tls: bool = False
    history_mb: int | None = None


def config_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the configuration lies, whether or not it exists."""
    override = environment.get("FLUX_TUI_CONFIG")
    if override:
        return Path(override)
    from platformdirs import user_config_path

    return user_config_path("flux-tui") / "config.toml"


def state_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Where is kept what is remembered from one run to the next (``FLUX_TUI_STATE`` says else)."""
    override = environment.get("FLUX_TUI_STATE")
    if override:
        return Path(override)
    from platformdirs import user_state_path

    return user_state_path("flux-tui")


def load_profiles(path: Path) -> dict[str, Profile]:
    """All profiles of a file, by name; none when there is no such file.

    Raises UsageError that names the file and the key of what is wrong.
    """
    tables = _document(path).get("profiles", {})
    if not isinstance(tables, dict):
        raise UsageError(f"{path}: profiles must be a table, as in [profiles.lab]")
    return {name: _profile(path, name, table) for name, table in tables.items()}


def load_history_mb(path: Path) -> int | None:
    """What a file says for all profiles of the memory for past values, in megabytes, if it does.

    Raises UsageError.
    """
    megabytes = _document(path).get("history_mb")
    if megabytes is not None and not _is_amount(megabytes):
        raise UsageError(f"{path}: history_mb must be {_TYPE_WORDS[int]}")
    return megabytes


def _document(path: Path) -> dict[str, Any]:
    """A whole file; empty when there is none."""
    import tomllib

    try:
        return tomllib.loads(path.read_bytes().decode())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from None
    except ValueError as error:
        raise UsageError(f"{path} is not valid TOML: {error}") from None


def _is_amount(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


_TYPES: dict[str, type] = {
    "url": str,
    "token": str,
    "token_command": str,
    "admin_token": str,
    "feed": str,
    "prefix": str,
    "namespace": str,
    "scope": str,
    "read_only": bool,
    "production": bool,
    "color": str,
    "ca_file": str,
    "insecure_tls": bool,
    "history_mb": int,
}
_TYPE_WORDS = {
    str: "a text in quotes",
    bool: "true or false",
    int: "a whole number of megabytes, 0 or more",
}


def _profile(path: Path, name: str, table: object) -> Profile:
    if not isinstance(table, dict):
        raise UsageError(f"{path}: profiles.{name} must be a table, as in [profiles.{name}]")
    for key, value in table.items():
        where = f"{path}: profiles.{name}.{key}"
        expected = _TYPES.get(key)
        if expected is None:
            close = get_close_matches(key, _TYPES, n=1)
            hint = f"did you mean {close[0]}" if close else f"known are {', '.join(_TYPES)}"
            raise UsageError(f"{where} is not a setting: {hint}")
        if not (_is_amount(value) if expected is int else isinstance(value, expected)):
            raise UsageError(f"{where} must be {_TYPE_WORDS[expected]}")
    feed = table.get("feed")
    if feed is not None and feed not in FEEDS:
        raise UsageError(f"{path}: profiles.{name}.feed must be one of {', '.join(FEEDS)}")
    if "token" in table and "token_command" in table:
        raise UsageError(f"{path}: profiles.{name} must have token or token_command, not both")
    ca_file = table.get("ca_file")
    beside = None if ca_file is None else path.parent / Path(ca_file).expanduser()
    return Profile(name=name, **{**table, "ca_file": beside})


def resolve(flags: Flags, environment: Mapping[str, str] = os.environ) -> Settings:
    """Weigh what was given: flag over environment over profile over default.

    A profile's tokens go to the profile's own server alone: where a flag or the environment names
    another URL, they stay at home. Raises UsageError.
    """
    if flags.feed is not None and flags.feed not in FEEDS:
        raise UsageError(f"--feed must be one of {', '.join(FEEDS)}, not {flags.feed!r}")
    if flags.history_mb is not None and flags.history_mb < 0:
        raise UsageError(f"--history-mb must be {_TYPE_WORDS[int]}, not {flags.history_mb}")
    profile = Profile("") if flags.profile is None else find_profile(flags.profile, environment)
    url = flags.url or environment.get("FLUX_URL") or profile.url or DEFAULT_URL
    own = profile if profile.url in (None, url) else Profile("")
    token = environment.get("FLUX_TOKEN") or own.token
    if token is None and own.token_command is not None:
        token = _run_token_command(profile.name, own.token_command)
    return Settings(
        url=url,
        token=token,
        admin_token=environment.get("FLUX_ADMIN_TOKEN") or own.admin_token,
        profile=flags.profile,
        feed=flags.feed or profile.feed,
        prefix=_given(flags.prefix, profile.prefix),
        namespace=_given(flags.namespace, profile.namespace),
        scope=_given(flags.scope, profile.scope),
        read_only=flags.read_only or profile.read_only,
        production=profile.production,
        color=profile.color,
        ca_file=flags.ca_file or profile.ca_file,
        insecure_tls=flags.insecure_tls or own.insecure_tls,
        history_mb=profile.history_mb if flags.history_mb is None else flags.history_mb,
    )


def _given(flag: str | None, profile: str | None) -> str | None:
    """A flag over a profile's setting; an empty flag takes that away."""
    return (profile if flag is None else flag) or None


def find_profile(name: str, environment: Mapping[str, str] = os.environ) -> Profile:
    """One profile by its name; raises UsageError that says which there are."""
    path = config_path(environment)
    profiles = load_profiles(path)
    if name in profiles:
        return profiles[name]
    known = ", ".join(sorted(profiles)) or "none"
    raise UsageError(f"there is no profile {name!r} in {path}: it has {known}")


def _run_token_command(profile: str, command: str) -> str:
    """The first line that a profile's ``token_command`` prints."""
    what = f"the token_command of profile {profile!r}"
    try:
        words = shlex.split(command)
        if not words:
            raise ValueError("it is empty")
        done = subprocess.run(  # noqa: S603 - the user's own file names it
            words,
            stdout=subprocess.PIPE,
            timeout=TOKEN_COMMAND_TIMEOUT,
            check=True,
        )
    except ValueError as error:
        raise UsageError(f"{what} cannot be read: {error}") from None
    except OSError as error:
        raise UsageError(f"{what} cannot be started: {error.strerror or error}") from None
    except subprocess.TimeoutExpired:
        raise UsageError(f"{what} took longer than {TOKEN_COMMAND_TIMEOUT:.0f} s") from None
    except subprocess.CalledProcessError as error:
        raise UsageError(f"{what} failed with exit code {error.returncode}") from None
    token = done.stdout.decode(errors="replace").partition("\n")[0].strip()
    if not token:
        raise UsageError(f"{what} printed nothing")
    return token
