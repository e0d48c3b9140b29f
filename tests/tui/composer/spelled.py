"""JSON texts as people and programs spell them: each number, text and space in its own way."""

from __future__ import annotations

import json
from collections.abc import Sequence

from hypothesis import strategies as st

Texts = st.SearchStrategy[str]

numbers: Texts = st.sampled_from(
    ["1", "1.0", "1e3", "1E+3", "-0", "-0.0", "0.1000", "-1.50e-07", "1" + "0" * 30, "9" * 40]
) | st.integers(-(2**70), 2**70).map(str)
"""Numbers of one value are spelled in many ways, and some are larger than any machine's."""

letters = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.sampled_from('"\\/\x00\x1b\x7f\u2028\u202e\u0085'),
    max_size=5,
)
"""Also quotes, controls, line ends that are none in JSON, and what turns text round."""

strings: Texts = st.one_of(
    letters.map(json.dumps),
    letters.map(lambda text: json.dumps(text, ensure_ascii=False)),
    letters.map(lambda text: json.dumps(text).replace("/", "\\/")),
    st.sampled_from(['"\\u0041"', '"\\u005cn"', '"1.0"', '"{}"', '"\\ud83d\\ude00"']),
)

spaces: Texts = st.sampled_from(["", " ", "  ", "\t"])


def _listed(brackets: str, items: Sequence[str], space: str) -> str:
    return f"{brackets[0]}{space}{f',{space}'.join(items)}{space}{brackets[1]}"


def objects(names: Texts, values: Texts, most: int = 4) -> Texts:
    """Objects, also with a name that is there twice."""
    members = st.tuples(names, spaces, values).map(lambda m: f"{m[0]}{m[1]}:{m[1]}{m[2]}")
    return st.builds(_listed, st.just("{}"), st.lists(members, max_size=most), spaces)


values: Texts = st.recursive(
    numbers | strings | st.sampled_from(["true", "false", "null"]),
    lambda inner: (
        st.builds(_listed, st.just("[]"), st.lists(inner, max_size=3), spaces)
        | objects(strings, inner, 3)
    ),
    max_leaves=6,
)
"""Any JSON value."""


def events(properties: Texts = objects(strings | st.just('"p"'), values)) -> Texts:  # noqa: B008
    """Events on one line, their fields in any order, with more beside them than Flux looks at."""

    def event(properties: str, entity: str, more: Sequence[str], order: Sequence[int]) -> str:
        payload = f'"payload" : {{"entity_id":{entity}, "properties":  {properties}}}'
        fields = ['"stream": "s"', '"source":"me"', payload, *more]
        return "{ " + ", ".join(fields[n] for n in order if n < len(fields)) + "}"

    fields = st.sampled_from(['"timestamp": 1760000000000', '"key": "k\\u0031"', '"note": 1.0'])
    return st.builds(
        event,
        properties,
        strings.filter(lambda text: text != '""'),
        st.lists(fields, max_size=2, unique=True),
        st.permutations(range(5)),
    )
