"""What a program writes on its terminal, piece by piece, and what each piece costs.

``python -m tests.terminal.written`` prints what the explorer writes for one change of one value.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len

from tests.engine.running import engine_process
from tests.terminal.pty_process import PtyProcess, flux_tui
from tests.terminal.terminal import usual_environment
from tests.terminal.worlds import event, publish, publish_sensors

TOKEN = re.compile(r"\x1b\[(\d*);?(\d*)H|\x1b\[(\d*)C|(\x1b[^a-zA-Z]*[a-zA-Z])|([^\x1b]+)")
"""A place; steps to the right; any other sequence; text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that stands at a place (from 1), with the bytes it took, those to get there included.

    What only moves the cursor, or asks for something, is a piece without text.
    """

    row: int
    column: int
    text: str
    size: int


def pieces(output: str) -> Iterator[Piece]:
    """All pieces of an output, in their order."""
    row = column = start = 1
    text, size = "", 0
    for token in TOKEN.finditer(output):
        line, place, steps, other, drawn = token.groups()
        if other is None and drawn is None:
            if size:
                yield Piece(row, start, text, size)
            text, size = "", 0
            row = row if line is None else int(line or 1)
            start = column = int(place or 1) if line is not None else column + int(steps or 1)
        elif drawn is not None:
            text += drawn
            column += cell_len(drawn)
        size += len(token[0].encode())
    if size:
        yield Piece(row, start, text, size)


async def one_change(entities: int = 30, watched: float = 2.0) -> list[tuple[float, str]]:
    """What an explorer of a calm world writes when one value changes, each with its second."""
    written: list[tuple[float, str]] = []
    with engine_process() as engine:
        await publish_sensors(engine.url, entities)
        began = time.monotonic()

        def received(data: bytes) -> None:
            written.append((time.monotonic() - began, data.decode(errors="replace")))

        command = flux_tui("--url", engine.url)
        environment = usual_environment()
        with PtyProcess(command, environment=environment, received=received, columns=160, lines=45):
            await asyncio.sleep(4)
            written.clear()
            began = time.monotonic()
            await publish(engine.url, [event("sensor-03", {"temperature": 31.5})])
            await asyncio.sleep(watched)
    return written


def main() -> None:
    """Print each piece: when, where, how many bytes, and the text."""
    for second, output in asyncio.run(one_change()):
        print(f"{second:.3f} s  {len(output.encode())} B")
        for piece in pieces(output):
            print(f"  {piece.row:3}:{piece.column:<3}  {piece.size:4} B  {piece.text}")


if __name__ == "__main__":
    main()
