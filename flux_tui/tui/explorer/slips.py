"""What a query that shows nothing got wrong, most probably: a name, a type, a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flux_tui.model.inline import name_text, value_text
from flux_tui.model.json import Missing, kind_of
from flux_tui.replica.query import Query
from flux_tui.replica.query.pattern import Pattern
from flux_tui.replica.query.syntax import Expression, PropertyIs, Reference, leaves
from flux_tui.replica.query.terms import Operator
from flux_tui.replica.query.values import Read, reader
from flux_tui.replica.record import EntityRecord

MOST_NAMES = 5_000
"""Names that are told apart: of a world with more nothing is said."""

MOST_TEXTS = 1_000
"""Texts of a property that are told apart: of one with more none is said to be missing."""

LONGEST = 40
"""Characters of a name or a text that are shown; longer texts are not told apart."""

LEAST_WITHIN = 3
"""Characters of a name that is looked for within others: less is in many."""

ALIKE = 0.7
"""How alike a name that was mistyped is at least, by ``difflib``: ``temp`` is no ``steps``."""

DENYING = (Operator.UNEQUAL, Operator.FINDS_NOT)
"""Operators that hold for a value of any other type."""

CALLED = {"number": "a number", "boolean": "true or false", "list": "a list", "object": "an object"}
"""Types as one says them; the others are called what they are."""


class Evidence:
    """What the entities of a world have of what a query asks for."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self.names: set[str] = set()
        self.kinds: dict[Reference, set[str]] = {one: set() for one in query.references}
        self.texts: dict[Reference, set[str]] = {one: set() for one in query.references}
        self._readers: list[tuple[Reference, Read]] = [
            (one, reader(one)) for one in query.references
        ]

    @property
    def is_too_much(self) -> bool:
        """Whether there are more names than are told apart."""
        return len(self.names) > MOST_NAMES

    def take(self, record: EntityRecord) -> None:
        """Look at one more entity."""
        self.names.update(record.properties)
        for reference, read in self._readers:
            value = read(record)
            if isinstance(value, Missing):
                continue
            self.kinds[reference].add(kind_of(value))
            texts = self.texts[reference]
            if isinstance(value, str) and len(value) <= LONGEST and len(texts) <= MOST_TEXTS:
                texts.add(value)


def slip(evidence: Evidence) -> str:
    """One printable sentence; empty where nothing strikes."""
    if not evidence.names or evidence.is_too_much:
        return ""
    asked = list(leaves(evidence.query.expression))
    sentences: Iterable[Iterator[str]] = (
        _missing_names(evidence),
        _other_types(asked, evidence),
        _missing_texts(asked, evidence),
    )
    return next((sentence for found in sentences for sentence in found), "")


def _missing_names(evidence: Evidence) -> Iterator[str]:
    names = evidence.names
    for reference in evidence.query.references:
        wanted = reference.path[0]
        if reference.name not in names and wanted not in names:
            yield f"No entity has {name_text(wanted, LONGEST)}{_meant(nearest(wanted, names))}."


def _other_types(asked: list[Expression], evidence: Evidence) -> Iterator[str]:
    for leaf in asked:
        if not isinstance(leaf, PropertyIs) or leaf.operator in DENYING:
            continue
        kind = "text" if isinstance(leaf.wanted, Pattern) else kind_of(leaf.wanted)
        kinds = evidence.kinds[leaf.reference]
        if kinds and kind not in kinds:
            found = " or ".join(CALLED.get(one, one) for one in sorted(kinds))
            name = name_text(leaf.reference.name, LONGEST)
            yield f"{name} is never {CALLED.get(kind, kind)}; it is {found}."


def _missing_texts(asked: list[Expression], evidence: Evidence) -> Iterator[str]:
    for leaf in asked:
        if not isinstance(leaf, PropertyIs) or leaf.operator is not Operator.EQUAL:
            continue
        texts, wanted = evidence.texts[leaf.reference], leaf.wanted
        if not isinstance(wanted, str) or wanted in texts or len(wanted) > LONGEST:
            continue
        if 0 < len(texts) <= MOST_TEXTS:
            name = name_text(leaf.reference.name, LONGEST)
            yield f"No {name} is {value_text(wanted)}{_meant(nearest(wanted, texts))}."


def _meant(near: str | None) -> str:
    return "" if near is None else f"; there is {name_text(near, LONGEST)}"


def nearest(wanted: str, names: set[str]) -> str | None:
    """The name that was meant most probably; None where none comes near."""
    from difflib import get_close_matches

    folded = {name.casefold(): name for name in sorted(names)}
    needle = wanted.casefold()
    if needle in folded:
        return folded[needle]
    beginning = [name for name in folded if needle and name.startswith(needle)]
    within = [name for name in folded if needle in name] if len(needle) >= LEAST_WITHIN else []
    close = get_close_matches(needle, folded, n=1, cutoff=ALIKE)
    found = [*sorted(beginning, key=len), *close, *sorted(within, key=len)]
    return folded[found[0]] if found else None
