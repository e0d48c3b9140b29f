"""Pilots wait for the event loop instead of watching the clocks (``quiet_loop``), and do not parse
the same styles a thousand times."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from textual.css.model import RuleSet
from textual.css.types import CSSLocation

from flux_tui.tui.sparing_stylesheet import SparingStylesheet
from flux_tui.tui.style_matches import StyleMatches
from tests.tui.quiet_loop import QuietLoop, wait_for_rest


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop of every test in here."""
    return {"quiet": QuietLoop}


@pytest.fixture(scope="session", autouse=True)
def _pilots_wait_for_the_loop() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual.pilot.wait_for_idle", wait_for_rest)
        patch.setattr("textual.app.wait_for_idle", wait_for_rest)
        yield


@pytest.fixture(scope="session", autouse=True)
def _styles_are_parsed_once() -> Iterator[None]:
    """A thousand applications read the same files: each has the rules that the first one made of
    them. What a test writes itself has no file, and is parsed as ever."""
    parse = SparingStylesheet._parse_rules
    parsed_with = dict[frozenset[tuple[str, str]], dict[object, list[RuleSet]]]()
    parsed_by = WeakKeyDictionary[SparingStylesheet, tuple[object, dict[object, list[RuleSet]]]]()

    def parse_once(
        self: SparingStylesheet, css: str, read_from: CSSLocation, *args: Any, **kwargs: Any
    ) -> list[RuleSet]:
        variables, parsed = parsed_by.get(self, (None, {}))
        if variables is not self._variables:
            parsed = parsed_with.setdefault(frozenset(self._variables.items()), {})
            parsed_by[self] = self._variables, parsed
        key = (css, read_from, args, frozenset(kwargs.items()))
        if key not in parsed or not read_from[0]:
            parsed[key] = parse(self, css, read_from, *args, **kwargs)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SparingStylesheet, "_parse_rules", parse_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _rules_are_matched_once() -> Iterator[None]:
    """Applications with the very same rules know from each other what these come to."""
    known = dict[tuple[int, ...], tuple[list[RuleSet], StyleMatches]]()

    def matches_of(rules: list[RuleSet]) -> StyleMatches:
        key = tuple(map(id, rules))
        if key not in known:
            known[key] = (rules, StyleMatches(rules))
        return known[key][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flux_tui.tui.sparing_stylesheet.StyleMatches", matches_of)
        yield
