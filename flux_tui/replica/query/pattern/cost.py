"""How badly backtracking can go with a pattern, at worst, whatever the text.

``re`` tries every way to split a text among a pattern's repeats and choices: with k unbounded
repeats in a row about n^(k+1) / (k+1)! ways for n characters (one more for where to begin), and
exponentially many when a repeat holds another. The estimate is generous, never too small by more
than a constant, and needs to be no better: what it calls costly is matched in linear time.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from flux_tui.replica.query.pattern.syntax import Assertion, Atom, Branch, Node, Repeat, Sequence

STEPS = 2_000_000
"""The most steps of backtracking for one text: some 30 ms at worst."""

_MOST_REPEATS = 8
_MOST_CHOICES = 10_000


class Cost(NamedTuple):
    """Unbounded repeats in a row, and the finite choices beside them."""

    repeats: int
    choices: int


def reach(node: Node) -> int:
    """The length of the longest text that backtracking may be given; 0 for none."""
    cost = _cost(node)
    if cost is None:
        return 0
    power = cost.repeats + 1
    return int((STEPS * math.factorial(power) / cost.choices) ** (1 / power))


def size(node: Node) -> int:
    """How many atoms the pattern has once its counted repeats are written out."""
    match node:
        case Atom() | Assertion():
            return 1
        case Sequence(parts):
            return 1 + sum(map(size, parts))
        case Branch(options):
            return len(options) + sum(map(size, options))
        case Repeat(part, least, most):
            return 1 + size(part) * max(1, least + 1 if most is None else most)


def _cost(node: Node) -> Cost | None:
    """The cost; None when it is exponential or beyond use."""
    match node:
        case Atom() | Assertion():
            return Cost(0, 1)
        case Sequence(parts):
            costs = [_cost(part) for part in parts]
            known = [cost for cost in costs if cost is not None]
            if len(known) < len(costs):
                return None
            repeats = sum(cost.repeats for cost in known)
            return _bounded(repeats, math.prod(cost.choices for cost in known))
        case Branch(options):
            costs = [_cost(option) for option in options]
            known = [cost for cost in costs if cost is not None]
            if len(known) < len(costs):
                return None
            repeats = max(cost.repeats for cost in known)
            return _bounded(repeats, sum(cost.choices for cost in known))
        case Repeat(part, least, most):
            return _cost_of_repeat(_cost(part), least, most)


def _cost_of_repeat(inner: Cost | None, least: int, most: int | None) -> Cost | None:
    if inner is None:
        return None
    if most is None:
        return Cost(1, 1) if inner == (0, 1) else None
    return _bounded(inner.repeats * most, inner.choices**most * (most - least + 1))


def _bounded(repeats: int, choices: int) -> Cost | None:
    if repeats > _MOST_REPEATS or choices > _MOST_CHOICES:
        return None
    return Cost(repeats, choices)
