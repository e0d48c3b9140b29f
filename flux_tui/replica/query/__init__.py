"""The one query language: the filter bar, ``--where``, ``watch``, ``wait-for``, export, alerts.

    temp             id contains "temp", any case        lab/*           the whole id, any case
    /^cpu:\\d+$/i     found in the id (i: any case)       has:battery     the property exists
    status=error     temp>=30    unit!=C    name~/^A/    name!~/^A/      o.a.0=1  a path
    "two words"      a literal id part                   status="in use" a literal value
    @age>2m  @rate>5  @stale  @new  @marked  @id=a/b  @ns=lab  @group=cpu  @source=agent-01

Terms side by side must all hold (``and`` may stand between them); ``or`` binds weaker, ``not`` and
a leading ``!`` strongest; parentheses group. Keywords are read in any case.

- ``*`` is any characters, also ``/``, and ``?`` is one; brackets are ordinary characters.
- Right sides true, false, null and JSON numbers are typed, all else is text, what is quoted is
  text. Numbers compare with numbers, texts with texts, never across; true is not a number.
- ``=``, ``<`` … on a missing property or another type are false. ``a!=b`` is exactly ``not a=b``,
  so it is true there (``has:a a!=b`` asks for both); the same holds for ``~`` and ``!~``.
- What cannot be known matches neither a term nor its negation.
- Quoted parts are JSON strings, and parts join: ``o."b.c"=1``, ``"a*"*``.
"""

from flux_tui.replica.query.completion import Completion, CompletionKind, complete
from flux_tui.replica.query.context import BareContext, Context
from flux_tui.replica.query.error import QueryError
from flux_tui.replica.query.highlight import Highlighting, Role, Span, highlight
from flux_tui.replica.query.literals import read_duration
from flux_tui.replica.query.query import Query, Unsupported, parse
from flux_tui.replica.query.rendering import at_term, narrowed, path_term, term_at, term_for
from flux_tui.replica.query.terms import TERMS, Need, Operator, Term
from flux_tui.replica.query.vocabulary import Vocabulary

__all__ = [
    "TERMS",
    "BareContext",
    "Completion",
    "CompletionKind",
    "Context",
    "Highlighting",
    "Need",
    "Operator",
    "Query",
    "QueryError",
    "Role",
    "Span",
    "Term",
    "Unsupported",
    "Vocabulary",
    "at_term",
    "complete",
    "highlight",
    "narrowed",
    "parse",
    "path_term",
    "read_duration",
    "term_at",
    "term_for",
]
