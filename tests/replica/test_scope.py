"""What belongs to a part of a world, and how the part is called."""

from __future__ import annotations

import pytest

from flux_tui.errors import UsageError
from flux_tui.model.entity import Entity
from flux_tui.model.json import Json
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.scope import WHOLE, Scope, read_scope


def belongs(scope: Scope, entity_id: str, **properties: Json) -> bool:
    return scope.has(EntityRecord(entity_id, properties, 0))


def test_everything_belongs_to_the_whole() -> None:
    assert WHOLE.is_whole
    assert read_scope("", "", "") == WHOLE
    assert belongs(WHOLE, "")
    assert WHOLE.params == {"prefix": None, "namespace": None}


@pytest.mark.parametrize(
    ("scope", "name"),
    [
        (read_scope("lab/", None, None), "lab/*"),
        (read_scope(None, "lab", None), "@ns=lab"),
        (read_scope(None, None, " temp>30 "), "temp>30"),
        (read_scope("lab/a", "lab", "has:n"), "lab/a* @ns=lab has:n"),
    ],
)
def test_a_scope_is_called_by_what_was_asked_for(scope: Scope, name: str) -> None:
    assert str(scope) == name
    assert not scope.is_whole


def test_all_that_is_asked_for_must_hold() -> None:
    scope = read_scope("lab/a", "lab", "n>1")
    assert belongs(scope, "lab/a1", n=2)
    assert not belongs(scope, "lab/a1", n=1)
    assert not belongs(scope, "lab/b1", n=2)
    assert not belongs(read_scope(None, "lab", None), "labor/a1")


def test_a_query_of_ids_alone_is_decided_by_the_id() -> None:
    scope = read_scope(None, None, "lab/* !@group=hall")
    assert not scope.reads_properties
    assert scope.may_have("lab/1")
    assert not scope.may_have("hall/1")


def test_a_query_of_values_lets_every_id_come_that_the_rest_lets() -> None:
    scope = read_scope("lab/", None, "n>1")
    assert scope.reads_properties
    assert scope.may_have("lab/1")
    assert not scope.may_have("hall/1")


def test_a_snapshot_is_narrowed_to_what_belongs() -> None:
    taken: list[Entity] = []
    take = read_scope(None, None, "n>1").narrow(taken.extend)
    take([Entity("a", {"n": 1}, 0), Entity("b", {"n": 2}, 0)])
    assert [entity.id for entity in taken] == ["b"]


@pytest.mark.parametrize("query", ["@age>2m", "lab @rate>1", "n>1 or @marked", "not @new"])
def test_what_changes_by_time_or_by_a_person_is_no_scope(query: str) -> None:
    with pytest.raises(UsageError, match="--where"):
        read_scope(None, None, query)


def test_a_query_that_cannot_be_read_says_where() -> None:
    with pytest.raises(UsageError, match="column"):
        read_scope(None, None, "n>")
