"""The terminal's styles, as the parameters of SGR sequences, and the shortest way between two."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

RESET = "\x1b[0m"
"""Back to plain text."""

PLAIN = ""
"""The style of text that nothing colours."""

ENDS = {
    "1": "22",
    "2": "22",
    "3": "23",
    "4": "24",
    "21": "24",
    "5": "25",
    "6": "25",
    "7": "27",
    "8": "28",
    "9": "29",
    "51": "54",
    "52": "54",
    "53": "55",
}
"""What ends each attribute (ECMA-48, 8.3.117); bold and dim end together."""

NO_COLOUR, NO_BACKGROUND = "39", "49"
"""The terminal's own."""


class _Style(NamedTuple):
    attributes: tuple[str, ...] = ()
    colour: str = NO_COLOUR
    background: str = NO_BACKGROUND


@lru_cache(4096)
def transition(before: str | None, after: str) -> str:
    """The sequence that turns one style into another, each given as Textual writes it in full.

    From a style that is not known (None) or not understood, the other is set from the beginning.
    """
    afresh = f"\x1b[0;{after}m" if after else RESET
    old, new = None if before is None else _read(before), _read(after)
    if old is None or new is None:
        return afresh
    ended = {ENDS[a] for a in old.attributes if a not in new.attributes}
    parameters = sorted(ended)
    parameters += [a for a in new.attributes if a not in old.attributes or ENDS[a] in ended]
    if old.colour != new.colour:
        parameters.append(new.colour)
    if old.background != new.background:
        parameters.append(new.background)
    onward = f"\x1b[{';'.join(parameters)}m" if parameters else ""
    return min(onward, afresh, key=len)


def _read(style: str) -> _Style | None:
    """A style's parts; None where it holds something else."""
    attributes: list[str] = []
    colour, background = NO_COLOUR, NO_BACKGROUND
    parameters = iter(style.split(";") if style else ())
    for parameter in parameters:
        if parameter in ENDS:
            attributes.append(parameter)
        elif parameter in ("38", "48"):
            kind = next(parameters, "")
            numbers = [next(parameters, "") for _ in range({"5": 1, "2": 3}.get(kind, 0))]
            chosen = ";".join((parameter, kind, *numbers))
            if not numbers:
                return None
            colour, background = (chosen, background) if parameter == "38" else (colour, chosen)
        elif _is_in(parameter, 30, 37) or _is_in(parameter, 90, 97):
            colour = parameter
        elif _is_in(parameter, 40, 47) or _is_in(parameter, 100, 107):
            background = parameter
        elif parameter == NO_COLOUR:
            colour = NO_COLOUR
        elif parameter == NO_BACKGROUND:
            background = NO_BACKGROUND
        else:
            return None
    return _Style(tuple(attributes), colour, background)


def _is_in(parameter: str, first: int, last: int) -> bool:
    return parameter.isdecimal() and first <= int(parameter) <= last
