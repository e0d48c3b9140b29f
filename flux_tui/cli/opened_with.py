"""What the explorer of a server is opened with, at its start and when another one is gone to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flux_tui.cli.logs import hide
from flux_tui.config import Settings, config_path, load_history_mb, state_path
from flux_tui.config.explorer import load_explorer_settings, template_folders

if TYPE_CHECKING:
    from flux_tui.tui.options import ExplorerOptions


def explorer_options(settings: Settings, *, where: str, utc: bool) -> ExplorerOptions:
    """The settings, and what holds for all explorers; secrets are hidden from now on."""
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
