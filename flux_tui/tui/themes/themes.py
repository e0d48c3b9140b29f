"""Our themes: calm, with one accent, one warning and one error colour.

Every text on every ground that is used has the contrast that WCAG 2.2 asks for: 4.5:1 (AA) in the
dark and the light one, 7:1 (AAA) in the one of high contrast; a test measures it on the screen.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="flux-dark",
    dark=True,
    primary="#6cb6ff",
    secondary="#8fb8de",
    accent="#6cb6ff",
    warning="#e3b341",
    error="#ff7b72",
    success="#6bc46d",
    foreground="#d7dde4",
    background="#101418",
    surface="#161b21",
    panel="#1c232b",
    variables={
        "text-muted": "#98a3ae",
        "text-disabled": "#8a95a0",
        "text-accent": "#6cb6ff",
        "text-primary": "#6cb6ff",
        "text-secondary": "#8fb8de",
        "text-warning": "#e3b341",
        "text-error": "#ff7b72",
        "text-success": "#6bc46d",
        "border": "#4f86b8",
        "border-blurred": "#2f3943",
        "footer-key-foreground": "#6cb6ff",
        "scrollbar-background": "#161b21",
        "input-selection-background": "#6cb6ff 35%",
        "block-cursor-background": "#2c4a66",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#22303d",
    },
)
"""The one that is used unless another is chosen."""

LIGHT = Theme(
    name="flux-light",
    dark=False,
    primary="#0b5cad",
    secondary="#3d5a80",
    accent="#0b5cad",
    warning="#8a5300",
    error="#b3261e",
    success="#1a6b34",
    foreground="#1c2733",
    background="#fafbfc",
    surface="#f2f4f6",
    panel="#e7ebef",
    variables={
        "text-muted": "#4b5763",
        "text-disabled": "#525d68",
        "text-accent": "#0b5cad",
        "text-primary": "#0b5cad",
        "text-secondary": "#3d5a80",
        "text-warning": "#7a4a00",
        "text-error": "#b3261e",
        "text-success": "#1a6b34",
        "border": "#0b5cad",
        "surface-lighten-1": "#e4edf7",
        "border-blurred": "#c3ccd5",
        "footer-key-foreground": "#0b5cad",
        "input-selection-background": "#0b5cad 25%",
        "block-cursor-background": "#cfe3f7",
        "block-cursor-foreground": "#101820",
        "block-cursor-blurred-background": "#dde5ec",
    },
)

CONTRAST = Theme(
    name="flux-contrast",
    dark=True,
    primary="#8ccbff",
    secondary="#c0dcf5",
    accent="#8ccbff",
    warning="#ffd75f",
    error="#ff9d94",
    success="#8ce99a",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#141414",
    variables={
        "text": "#ffffff",
        "text-muted": "#dadada",
        "text-disabled": "#c4c4c4",
        "text-accent": "#8ccbff",
        "text-primary": "#8ccbff",
        "text-secondary": "#c0dcf5",
        "text-warning": "#ffd75f",
        "text-error": "#ff9d94",
        "text-success": "#8ce99a",
        "border": "#ffffff",
        "surface-lighten-1": "#262626",
        "border-blurred": "#8c8c8c",
        "footer-key-foreground": "#8ccbff",
        "input-selection-background": "#8ccbff 40%",
        "block-cursor-background": "#12314f",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#202020",
    },
)

OURS = (DARK, LIGHT, CONTRAST)
"""All of them."""

USUAL = DARK.name
"""The theme where none is chosen."""
