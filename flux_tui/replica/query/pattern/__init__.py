"""Regular expressions that cannot hang: the user writes them, a hostile server the text.

``re`` backtracks, holds the interpreter while it does, and knows no limit, so that
``/^(\\w+-?)*$/`` and an id of forty letters would stop the program. Therefore:

- each pattern is weighed (``cost``), and ``re`` is given only texts for which it is quick at worst;
- other texts are matched by a search that never backtracks (``linear``), slower but linear;
- what only backtracking can do is refused when the query is read, and so is a pattern that is
  large once its counted repeats are written out;
- a text too long even for that is not looked at: the answer is None, neither yes nor no.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field

from flux_tui.replica.query.pattern.cost import reach, size
from flux_tui.replica.query.pattern.linear import LinearSearch
from flux_tui.replica.query.pattern.syntax import PatternError, structure

MAX_SOURCE = 500
"""The longest pattern, in characters."""

MAX_GROUPS = 30
"""The most groups, so that reading one needs no deep recursion."""

MAX_SIZE = 500
"""The most atoms once counted repeats are written out."""

LINEAR_STEPS = 500_000
"""Characters times atoms that the linear search may take for one text: some 100 ms at worst."""

__all__ = ["Pattern", "PatternError"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression, found anywhere in a text (Python's syntax; ``.`` is not a newline).

    Raises PatternError when made from a source that is malformed or refused.
    """

    source: str
    ignore_case: bool = False
    search: Callable[[str], bool | None] = field(init=False, repr=False, compare=False)
    """Whether the text holds it; None when the text is too long to tell in time."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "search", _searcher(self.source, self.ignore_case))


def _searcher(source: str, ignore_case: bool) -> Callable[[str], bool | None]:
    if len(source) > MAX_SOURCE:
        raise PatternError(MAX_SOURCE, f"a pattern of at most {MAX_SOURCE} characters")
    if source.count("(") > MAX_GROUPS:
        raise PatternError(0, f"a pattern of at most {MAX_GROUPS} groups")
    flags = re.IGNORECASE if ignore_case else re.NOFLAG
    backtracking = _compile(source, flags)
    node = structure(source)
    atoms = size(node)
    if atoms > MAX_SIZE:
        raise PatternError(0, f"a pattern with counted repeats of at most {MAX_SIZE} in all")
    quick, longest = reach(node), LINEAR_STEPS // atoms
    linear: LinearSearch | None = None

    def search(text: str) -> bool | None:
        nonlocal linear
        if len(text) <= quick:
            return backtracking(text) is not None
        if len(text) > longest:
            return None
        if linear is None:
            linear = LinearSearch(node, flags)
        return linear(text)

    return search


def _compile(source: str, flags: re.RegexFlag) -> Callable[[str], re.Match[str] | None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(source, flags).search
    except (re.error, OverflowError) as error:
        position = getattr(error, "pos", None) or 0
        words = getattr(error, "msg", "a repeat is too large")
        raise PatternError(position, f"a whole regular expression ({words})") from None
