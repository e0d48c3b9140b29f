"""One measurement, and how measurements are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measurement: ``value`` (a median) in ``unit``; ``p99`` and ``floor`` in the same unit.

    ``floor`` is the same work with nothing around it, measured beside it, ``floor_p99`` its p99:
    what the machine itself makes of the slowest. ``goal`` is in words.
    """

    name: str
    value: float
    unit: str
    p99: float | None = None
    floor: float | None = None
    goal: str = ""
    floor_p99: float | None = None


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def table(figures: Sequence[Figure]) -> str:
    """All of them, aligned, each with its ratio to its floor."""
    titles = ["figure", "unit", "median", "p99", "goal", "floor", "ratio"]
    rows = [titles]
    for figure in figures:
        ratio = f"{figure.value / figure.floor:.2f}" if figure.floor else ""
        floor = _number(figure.floor)
        if figure.floor_p99 is not None:
            floor += f" / {_number(figure.floor_p99)}"
        value, p99 = _number(figure.value), _number(figure.p99)
        rows.append([figure.name, figure.unit, value, p99, figure.goal, floor, ratio])
    widths = [max(len(row[column]) for row in rows) for column in range(len(titles))]
    lines = ["  ".join(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in lines)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
