"""What one run works with: flags, environment, profile and defaults, weighed."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flux_tui.config.profiles import FEEDS, TYPE_WORDS, Choices, Profile, find_profile
from flux_tui.config.token_command import run_token_command
from flux_tui.errors import UsageError

DEFAULT_URL = "http://localhost:3000"
"""Where Flux listens unless told otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Choices):
    """What one run works with, after flags, environment, profile and defaults were weighed."""

    url: str = DEFAULT_URL
    token: str | None = field(default=None, repr=False)
    admin_token: str | None = field(default=None, repr=False)
    profile: str | None = None
    production: bool = False
    color: str | None = None
    theme: str | None = None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be written anywhere."""
        return tuple(secret for secret in (self.token, self.admin_token) if secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags(Choices):
    """What was given on the command line; None or off where nothing was."""

    url: str | None = None
    profile: str | None = None


def resolve(
    flags: Flags,
    environment: Mapping[str, str] = os.environ,
    token_of: Callable[[str, str], str] = run_token_command,
) -> Settings:
    """Weigh what was given: flag over environment over profile over default.

    A profile's tokens go to the profile's own server alone: where a flag or the environment names
    another URL, they stay at home. ``token_of`` runs a profile's ``token_command``. Raises
    UsageError.
    """
    _refuse_nonsense(flags)
    profile = Profile() if flags.profile is None else find_profile(flags.profile, environment)
    url = flags.url or environment.get("FLUX_URL") or profile.url or DEFAULT_URL
    own = profile if profile.url in (None, url) else Profile()
    token = environment.get("FLUX_TOKEN") or own.token
    if token is None and own.token_command is not None:
        token = token_of(profile.name, own.token_command)
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
        theme=profile.theme,
        ca_file=flags.ca_file or profile.ca_file,
        insecure_tls=flags.insecure_tls or own.insecure_tls,
        world_mb=profile.world_mb if flags.world_mb is None else flags.world_mb,
        history_mb=profile.history_mb if flags.history_mb is None else flags.history_mb,
    )


def _refuse_nonsense(flags: Flags) -> None:
    """Raise UsageError for what no run can work with."""
    if flags.feed is not None and flags.feed not in FEEDS:
        raise UsageError(f"--feed must be one of {', '.join(FEEDS)}, not {flags.feed!r}")
    if flags.history_mb is not None and flags.history_mb < 0:
        raise UsageError(f"--history-mb must be {TYPE_WORDS[int]}, not {flags.history_mb}")
    if flags.world_mb is not None and flags.world_mb < 0:
        raise UsageError(f"--world-mb must be {TYPE_WORDS[int]}, not {flags.world_mb}")


def _given(flag: str | None, profile: str | None) -> str | None:
    """A flag over a profile's setting; an empty flag takes that away."""
    return (profile if flag is None else flag) or None
