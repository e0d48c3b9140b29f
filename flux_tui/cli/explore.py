"""``flux-tui`` alone: the explorer, where there is a terminal."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from flux_tui.cli.logs import LOGGER, hide, start_log
from flux_tui.cli.options import Invocation
from flux_tui.cli.output import is_terminal
from flux_tui.config import Settings, config_path, load_history_mb, state_path
from flux_tui.config.explorer import load_explorer_settings, template_folders
from flux_tui.errors import NoTerminal

if TYPE_CHECKING:
    from flux_tui.tui.options import ExplorerOptions


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


def explorer_options(settings: Settings, *, where: str, utc: bool) -> ExplorerOptions:
    """What the explorer of a server is started with; its secrets are hidden from now on."""
    from flux_tui.replica.history import BUDGET, MEGABYTE
    from flux_tui.replica.scope import read_scope
    from flux_tui.tui.options import ExplorerOptions
    from flux_tui.tui.rules.rule import Rule

    megabytes = settings.history_mb
    if megabytes is None:
        megabytes = load_history_mb(config_path())
    explorer = load_explorer_settings(config_path())
    hide(*settings.secrets)
    return ExplorerOptions(
        url=settings.url,
        token=settings.token,
        admin_token=settings.admin_token,
        profile=settings.profile,
        feed=settings.feed,
        read_only=settings.read_only,
        production=settings.production,
        color=settings.color,
        theme=settings.theme or explorer.theme,
        where=where,
        scope=read_scope(settings.prefix, settings.namespace, settings.scope),
        utc=utc,
        ca_file=settings.ca_file,
        insecure_tls=settings.insecure_tls,
        history_bytes=BUDGET if megabytes is None else megabytes * MEGABYTE,
        world_bytes=None if settings.world_mb is None else settings.world_mb * MEGABYTE,
        state_folder=state_path(),
        rules=tuple(Rule(rule.where, rule.style, rule.source) for rule in explorer.rules),
        template_folders=template_folders(config_path(), explorer.templates),
    )
