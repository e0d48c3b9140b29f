"""A registered namespace, its token, and how the token is kept."""

from __future__ import annotations

import hashlib
import secrets
import string
from dataclasses import dataclass, field

TOKEN_BYTES = 32
"""Of randomness in a token: nobody guesses 256 bits, however fast."""

DIGEST_BYTES = 32
"""Of a SHA-256."""

_ID_CHARACTERS = string.ascii_lowercase + string.digits
_ID_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Namespace:
    """A registration: ``digest`` is the token's, ``created`` is in ns since 1970."""

    id: str
    name: str
    digest: bytes = field(repr=False)
    created: int


def new_namespace(name: str, now: int) -> tuple[Namespace, str]:
    """A namespace and its token, which nobody can tell from it afterwards."""
    token = secrets.token_hex(TOKEN_BYTES)
    random_part = "".join(secrets.choice(_ID_CHARACTERS) for _ in range(_ID_LENGTH))
    return Namespace(f"ns_{random_part}", name, digest_of(token), now), token


def digest_of(token: str) -> bytes:
    """What is kept of a token: its SHA-256.

    A slow hash with a salt protects passwords, which can be guessed from a list. A token is 256
    random bits: there is no list, and one quick hash can be afforded with every request.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
