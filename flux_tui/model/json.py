"""JSON values, as the whole project types them."""

from __future__ import annotations

from typing import Final, TypeAlias, Union

Json: TypeAlias = Union[None, bool, int, float, str, "list[Json]", "dict[str, Json]"]
"""Any JSON value. Numbers keep the type they were sent with: ``1`` is int, ``1.0`` is float."""

JsonObject: TypeAlias = dict[str, Json]
"""A JSON object."""


def same(a: Json, b: Json) -> bool:
    """Whether two values are the same JSON: ``1``, ``1.0`` and ``true`` are three values.

    Python's own ``==`` calls them equal, and a change of type would go unseen.
    """
    if type(a) is not type(b):
        return False
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(value, b[key]) for key, value in a.items())
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b


def kind_of(value: Json) -> str:
    """The JSON type's name as people say it: null, boolean, number, text, list, object."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "text"
        case list():
            return "list"
        case _:
            return "object"


def one_of_kind(value: Json) -> str:
    """The same with its article: a number, an object; null and text have none."""
    kind = kind_of(value)
    if kind in ("null", "text"):
        return kind
    return f"an {kind}" if kind == "object" else f"a {kind}"


Path: TypeAlias = tuple[str | int, ...]
"""Where a value stands inside another: keys and indexes, outermost first."""


def only_difference(a: Json, b: Json) -> tuple[Path, Json, Json]:
    """The innermost place that holds all that differs between two values, and both values there.

    The path is empty when the two differ as wholes.
    """
    path: list[str | int] = []
    while True:
        differing: list[str | int]
        if isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
            differing = [key for key, value in a.items() if not same(value, b[key])]
        elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
            differing = [index for index, value in enumerate(a) if not same(value, b[index])]
        else:
            differing = []
        if len(differing) != 1:
            return tuple(path), a, b
        path.append(differing[0])
        a, b = a[differing[0]], b[differing[0]]  # type: ignore[index]


def first_difference(a: Json, b: Json) -> tuple[Path, Json, Json, int]:
    """The same, and where several members of an object differ the first of them; then how many
    others do."""
    path, a, b = only_difference(a, b)
    others = 0
    while isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
        differing = [key for key, value in a.items() if not same(value, b[key])]
        if not differing:
            break
        others += len(differing) - 1
        deeper, a, b = only_difference(a[differing[0]], b[differing[0]])
        path = (*path, differing[0], *deeper)
    return path, a, b, others


class Missing:
    """Nothing, not even null; equal to nothing but itself."""


MISSING: Final = Missing()
"""What stands where nothing stands."""


def found_at(properties: JsonObject, path: Path) -> Json | Missing:
    """What stands at a path, which may be null."""
    value: Json | Missing = properties
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step, MISSING)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return MISSING
    return value


def value_at(properties: JsonObject, path: Path) -> Json:
    """What stands at a path; None where there is nothing any more."""
    found = found_at(properties, path)
    return None if isinstance(found, Missing) else found
