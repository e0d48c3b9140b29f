"""A query written out: the normal form of a tree, and terms made from what stands on the screen."""

from __future__ import annotations

from flux_tui.model.json import Json, Path
from flux_tui.replica.query import literals
from flux_tui.replica.query.parser import parse_expression
from flux_tui.replica.query.pattern import Pattern
from flux_tui.replica.query.syntax import (
    AllOf,
    AnyOf,
    Everything,
    Expression,
    Has,
    IdFinds,
    IdGlob,
    IdHolds,
    Not,
    PropertyIs,
    Reference,
    TermIs,
    Wildcard,
)
from flux_tui.replica.query.terms import TERMS, Kind, Operator


def render(expression: Expression) -> str:
    """The text that is read as this tree."""
    match expression:
        case Everything():
            return ""
        case AnyOf(parts):
            return " or ".join(map(render, parts))
        case AllOf(parts):
            return " ".join(_inside(part, AnyOf) for part in parts)
        case Not(part):
            return f"!{_inside(part, AnyOf, AllOf)}"
        case IdHolds(text):
            return literals.write_word(text)
        case IdGlob(parts):
            return _glob(parts)
        case IdFinds(pattern):
            return _pattern(pattern)
        case Has(reference):
            return f"has:{_reference(reference)}"
        case PropertyIs(reference, operator, wanted):
            value = (
                _pattern(wanted) if isinstance(wanted, Pattern) else literals.write_scalar(wanted)
            )
            return f"{_reference(reference)}{operator}{value}"
        case TermIs():
            return _term(expression)


def path_term(path: Path) -> str:
    """A property, or the path into one, as the language reads it."""
    return ".".join(literals.write_segment(str(step)) for step in path)


def term_for(property_name: str, value: Json, *, negated: bool = False) -> str:
    """The term that a property's present value matches (or, negated, that it does not)."""
    return term_at((property_name,), value, negated=negated)


def term_at(path: Path, value: Json, *, negated: bool = False) -> str:
    """The same for a value inside of a property's; a property of the path's whole name goes first.

    A list or an object has no literal in the language: the term asks whether there is one.
    """
    reference = Reference(tuple(str(step) for step in path))
    if isinstance(value, (list, dict)):
        return render(Not(Has(reference)) if negated else Has(reference))
    operator = Operator.UNEQUAL if negated else Operator.EQUAL
    return render(PropertyIs(reference, operator, value))


def at_term(name: str, text: str, *, negated: bool = False) -> str:
    """The ``@`` term of this name that asks for a text."""
    return render(TermIs(TERMS[name], Operator.UNEQUAL if negated else Operator.EQUAL, text))


def narrowed(text: str, term: str) -> str:
    """A query's text with one more term that must hold.

    Raises QueryError when ``text`` is no query.
    """
    expression = parse_expression(text)
    if isinstance(expression, Everything):
        return term
    return f"({text.strip()}) {term}" if isinstance(expression, AnyOf) else f"{text.strip()} {term}"


def _inside(part: Expression, *weaker: type[Expression]) -> str:
    return f"({render(part)})" if isinstance(part, weaker) else render(part)


def _glob(parts: tuple[str | Wildcard, ...]) -> str:
    written = []
    for index, part in enumerate(parts):
        if isinstance(part, Wildcard):
            written.append(part.value)
        else:
            written.append(literals.write_middle(part) if index else literals.write_word(part))
    return "".join(written)


def _pattern(pattern: Pattern) -> str:
    return f"/{pattern.source}/{'i' if pattern.ignore_case else ''}"


def _reference(reference: Reference) -> str:
    return path_term(reference.path)


def _term(expression: TermIs) -> str:
    term, wanted = expression.term, expression.wanted
    if expression.operator is None:
        return term.name
    if isinstance(wanted, Pattern):
        value = _pattern(wanted)
    elif isinstance(wanted, int) and term.kind is Kind.DURATION:
        value = literals.write_duration(wanted)
    else:
        value = literals.write_scalar(wanted)
    return f"{term.name}{expression.operator}{value}"
