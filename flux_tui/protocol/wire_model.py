"""What every message of the wire has in common."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from flux_tui.errors import Malformed
from flux_tui.model.instant import parse_rfc3339
from flux_tui.protocol.mistakes import first_problem


class WireModel(BaseModel):
    """A message: types are strict, unknown fields survive (the wire is open to newer servers).

    Validators are built when they are first used: a command needs one or two of them.
    """

    model_config = ConfigDict(
        strict=True,
        extra="allow",
        frozen=True,
        populate_by_name=True,
        ser_json_inf_nan="null",
        defer_build=True,
    )

    @classmethod
    def read(cls, value: Any) -> Self:
        """A decoded JSON value as this message; raises Malformed in one sentence."""
        try:
            return cls.model_validate(value)
        except ValidationError as error:
            raise Malformed(first_problem(error)) from None

    @classmethod
    def read_json(cls, text: bytes) -> Self:
        """JSON as this message, in one go, where no number that it names needs Flux's strictness;
        raises Malformed likewise."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise Malformed(first_problem(error)) from None


def _instant(value: object) -> object:
    return parse_rfc3339(value) if isinstance(value, str) else value


Instant = Annotated[int, BeforeValidator(_instant)]
"""RFC 3339 text on the wire, integer nanoseconds since 1970 here."""
