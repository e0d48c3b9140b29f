"""``flux-tui`` alone: the explorer, where there is a terminal."""

from __future__ import annotations

import os
import sys

from flux_tui.cli.logs import LOGGER, start_log
from flux_tui.cli.opened_with import explorer_options
from flux_tui.cli.options import Invocation
from flux_tui.cli.output import is_terminal
from flux_tui.config import Settings, config_path
from flux_tui.config.explorer import load_explorer_settings
from flux_tui.errors import NoTerminal

PLAIN_TERMINALS = frozenset({"dumb", "unknown"})
"""What terminals call themselves that know lines alone."""


def explore(invocation: Invocation) -> int:
    """Open the explorer; raises NoTerminal where there is none, UsageError for no query."""
    require_query(invocation.where)
    require_terminal("see flux-tui --help for the commands that need none, as flux-tui list")
    start_log(invocation.log_file, "explorer")
    return open_explorer(
        invocation.settings(),
        where=invocation.where,
        utc=invocation.utc,
        read_only=invocation.read_only,
    )


def require_query(where: str) -> None:
    """Raise UsageError, which says what is wrong where, unless it can be what is shown first."""
    if where:
        from flux_tui.replica.query.query import parse

        parse(where)


def require_terminal(instead: str) -> None:
    """Raise NoTerminal, with what to do instead, unless a person sits at both ends."""
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise NoTerminal(f"the explorer needs a terminal, and there is none; {instead}")
    kind = os.environ.get("TERM", "")
    if kind in PLAIN_TERMINALS:
        raise NoTerminal(f"this terminal cannot be drawn on (TERM={kind}); {instead}")


def open_explorer(settings: Settings, *, where: str, utc: bool, read_only: bool = False) -> int:
    """Run the explorer until it is left; the answer is its exit code.

    ``read_only`` holds for every server that is gone to from there.
    """
    from flux_tui.cli.profile_book import ProfileBook
    from flux_tui.tui.keys.own_keys import OwnKeys
    from flux_tui.tui.run import run_explorer

    path = config_path()
    own_keys = OwnKeys(load_explorer_settings(path).keys, str(path))
    LOGGER.info("explorer of profile %s", settings.profile)
    options = explorer_options(settings, where=where, utc=utc)
    return run_explorer(options, ProfileBook(options, read_only=read_only), own_keys)
