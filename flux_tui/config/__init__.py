"""Profiles and settings: which server, as whom, and how, from flags, environment and file.

``config.toml`` lies in the user's configuration directory (``FLUX_TUI_CONFIG`` names another):

    [profiles.lab]
    url = "https://flux.lab.example/base"
    token_command = "pass show flux/lab"
    read_only = true

    [keys]
    "explorer.filter" = "slash,ctrl+f"

    [[rules]]
    where = "temp>30"
    style = "warning"

``history_mb``, in a profile or at the top for all, is how much memory past values may take.
"""

from flux_tui.config.document import config_path, state_path
from flux_tui.config.profiles import FEEDS, Profile, find_profile, load_history_mb, load_profiles
from flux_tui.config.settings import DEFAULT_URL, Flags, Settings, resolve

__all__ = [
    "DEFAULT_URL",
    "FEEDS",
    "Flags",
    "Profile",
    "Settings",
    "config_path",
    "find_profile",
    "load_history_mb",
    "load_profiles",
    "resolve",
    "state_path",
]
