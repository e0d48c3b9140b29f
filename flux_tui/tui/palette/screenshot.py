"""A picture of the screen in a file: what is seen, and no token, as none is ever shown."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from textual.app import App

from flux_tui.model.printable import printable


async def keep_screenshot(app: App[None]) -> None:
    """Write an SVG where pictures lie, else where the program was started; say which it was."""
    picture = app.export_screenshot(title=app.title)
    name = f"flux-tui-{datetime.now().astimezone():%Y-%m-%d-%H%M%S-%f}.svg"
    folders = (_pictures(), Path.cwd())
    problem = ""
    for folder in folders:
        try:
            await asyncio.to_thread(_write, folder / name, picture)
        except OSError as error:
            problem = f"{folder}: {error.strerror or error}"
            continue
        where = printable(str(folder / name), limit=400)
        app.notify(f"the picture is {where}", title="screenshot", timeout=10, markup=False)
        return
    said = printable(f"no picture was kept: {problem}", limit=400)
    app.notify(said, severity="error", markup=False)


def _pictures() -> Path:
    from platformdirs import user_pictures_path

    return user_pictures_path()


def _write(path: Path, picture: str) -> None:
    """Never over what is there; the folder must be there."""
    with path.open("x", encoding="utf-8") as file:
        file.write(picture)
