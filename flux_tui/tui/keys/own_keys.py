"""Which keys a person has given to which actions, by their bindings' ids."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class OwnKeys(NamedTuple):
    """``source`` names the file that they stand in; several keys of one action part by commas."""

    keys: Mapping[str, str] = MappingProxyType({})
    source: str = "config.toml"

    def of(self, binding_id: str) -> list[str]:
        """The keys of one action, as they are written."""
        return [key.strip() for key in self.keys[binding_id].split(",") if key.strip()]

    @property
    def keymap(self) -> dict[str, str]:
        """As Textual takes them."""
        return {binding_id: ",".join(self.of(binding_id)) for binding_id in self.keys}


NO_KEYS = OwnKeys()
"""Every action has the key that it comes with."""
