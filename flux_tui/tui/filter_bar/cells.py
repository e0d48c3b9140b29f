"""Filters made of what stands in a row: with it, or without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from textual.app import App

from flux_tui.model.entity import namespace_of
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.acting.nothing import tell_nothing_to
from flux_tui.tui.columns.spec import ABSENT, ColumnSpec, Shows
from flux_tui.tui.explorer.chooser import Chooser, Offer

if TYPE_CHECKING:
    from flux_tui.replica.view import View
    from flux_tui.tui.entity_list.entity_list import EntityList
    from flux_tui.tui.filter_bar.filter_bar import FilterBar

LONGEST = 200
"""Characters of a text that is asked for as it is; of a longer one that there is any."""

MOST = 300
"""Offers that are made of one entity: nobody goes through more."""


def terms_of(
    record: EntityRecord, group: str, columns: Iterable[ColumnSpec], *, without: bool
) -> list[tuple[ColumnSpec | None, str]]:
    """What can be asked of an entity, columns first: each of these terms it matches, or not."""
    seen: dict[str, ColumnSpec | None] = {}
    for spec, term in _terms(record, group, columns, without):
        seen.setdefault(term, spec)
        if len(seen) == MOST:
            break
    return [(spec, term) for term, spec in seen.items()]


def _terms(
    record: EntityRecord, group: str, columns: Iterable[ColumnSpec], without: bool
) -> Iterator[tuple[ColumnSpec | None, str]]:
    from flux_tui.replica.query import at_term, term_at

    shown = [spec for spec in columns if spec.shows is Shows.VALUE]
    for spec in [*shown, *map(ColumnSpec.value, record.properties)]:
        value = spec.reader()(record)
        if value is ABSENT:
            continue
        if isinstance(value, str) and len(value) > LONGEST:
            value = []
        yield spec, term_at(spec.path, value, negated=without)  # type: ignore[arg-type]
    namespace, source = namespace_of(record.id), record.last_source()
    if group:
        yield None, at_term("@group", group, negated=without)
    if namespace is not None and namespace != group:
        yield None, at_term("@ns", namespace, negated=without)
    if source is not None:
        yield ColumnSpec.SOURCE, at_term("@source", source, negated=without)
    yield None, at_term("@id", record.id, negated=without)


def ask(app: App[None], view: View, entities: EntityList, bar: FilterBar, *, without: bool) -> None:
    """Ask which of the focused row's values to filter by; of a header it can only be its group."""
    from flux_tui.replica.query import at_term

    focus = view.focus
    if focus is None:
        tell_nothing_to(app, "filter by", view)
        return
    record = None if focus.entity is None else view.picture.get(focus.entity)
    if record is None:
        if focus.group:
            bar.narrow(at_term("@group", focus.group, negated=without))
        return
    columns = entities.columns_of(focus.group)
    terms = terms_of(record, focus.group, columns, without=without)
    choose(app, terms, entities.pointed, bar, without=without)


def choose(
    app: App[None],
    terms: Iterable[tuple[ColumnSpec | None, str]],
    pointed: ColumnSpec | None,
    bar: FilterBar,
    *,
    without: bool,
) -> None:
    """Narrow a bar by one of these terms; that of the column pointed at is chosen already."""
    offers = [
        Offer(term, term, is_chosen=spec is not None and spec == pointed) for spec, term in terms
    ]

    def narrow(term: str | None) -> None:
        if term is not None:
            bar.narrow(term)

    app.push_screen(Chooser("filter out" if without else "filter by", offers), narrow)
