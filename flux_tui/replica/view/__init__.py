"""What is shown of a World: which entities, in what order and groups, and where a person is in it.

- ``arrangement`` holds the ids by group, each in ``order``, and moves only what is touched;
- ``answering`` asks a large world a filter's question before it is shown;
- ``gathering`` puts a large world into other groups before it is shown so;
- ``selection`` keeps that of the whole, and of it what passes the ``filter``;
- ``layout`` says which row stands where, headers and folds counted in;
- ``focus`` and ``marks`` follow entities, never rows;
- ``picture`` is the World as it is shown: itself, or what it was when it was paused;
- ``touched`` gathers what has changed until it is brought up to date;
- ``view`` puts them together.
"""

from flux_tui.replica.view.answering import Answering
from flux_tui.replica.view.filter import Filter, Predicate
from flux_tui.replica.view.gathering import Gathering
from flux_tui.replica.view.marks import Marks
from flux_tui.replica.view.order import RateOf, Sort, SortBy
from flux_tui.replica.view.picture import Picture
from flux_tui.replica.view.rows import GroupRow, Key, Row, ViewChange
from flux_tui.replica.view.view import View

__all__ = [
    "Answering",
    "Filter",
    "Gathering",
    "GroupRow",
    "Key",
    "Marks",
    "Picture",
    "Predicate",
    "RateOf",
    "Row",
    "Sort",
    "SortBy",
    "View",
    "ViewChange",
]
