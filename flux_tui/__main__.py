"""``python -m flux_tui`` is ``flux-tui``."""

from __future__ import annotations

import sys

from flux_tui.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
