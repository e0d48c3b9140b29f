"""Runs the explorer on a terminal."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from flux_tui.client.first_look import FirstLook
from flux_tui.tui import garbage
from flux_tui.tui.connecting import client_of
from flux_tui.tui.options import ExplorerOptions

if TYPE_CHECKING:
    from flux_tui.tui.keys.own_keys import OwnKeys
    from flux_tui.tui.worlds.book import Book

FRAMES_PER_SECOND = "1000"
"""Textual waits this long at most before it paints; the budget of frames is ours (``frame.py``)."""

HAND_OVER = 0.0005
"""Seconds that a thread which reads a key or writes a frame waits at most for the busy one.

Python's 5 ms would be waited for three times on the way from a key to its effect's bytes.
"""


def run_explorer(options: ExplorerOptions, book: Book, own_keys: OwnKeys) -> int:
    """Explore until the person leaves; the answer is the process's exit code.

    ``book`` knows the servers that can be gone to from there. Raises UsageError for a malformed
    URL, and what a bug of ours raised, once the terminal is as it was.
    """
    garbage.put_off()
    sys.setswitchinterval(HAND_OVER)
    os.environ.setdefault("TEXTUAL_FPS", FRAMES_PER_SECOND)
    if os.environ.get("NO_COLOR") == "":
        del os.environ["NO_COLOR"]  # set to nothing it means nothing (no-color.org)
    client = client_of(options)
    first_look = FirstLook(client, options.scope.params)
    from flux_tui.tui.app import ExplorerApp
    from flux_tui.tui.workspace import open_workspace

    app = ExplorerApp(open_workspace(options, client), first_look, book, own_keys)
    app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
