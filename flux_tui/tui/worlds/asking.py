"""Whether a server answers, asked while a person chooses. No token is sent: nothing is wanted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from flux_tui.client import FluxClient
from flux_tui.errors import FluxTuiError, Nonsense, NotFound, Refused, Unreachable
from flux_tui.model.printable import printable
from flux_tui.tui.worlds.book import Card

PATIENCE = 4.0
"""Seconds after which a server counts as one that does not answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something answered, and what is said of it, in a few printable words."""

    is_there: bool
    words: str


async def answer_of(card: Card) -> Answer:
    """Ask once; never raises but when cancelled."""
    try:
        client = FluxClient(card.url, ca_file=card.ca_file, insecure_tls=card.insecure_tls)
    except FluxTuiError as error:
        return Answer(False, printable(str(error), limit=80))
    async with client:
        try:
            async with asyncio.timeout(PATIENCE):
                health = await client.health()
        except (NotFound, Refused):
            return Answer(True, "answers")
        except Nonsense:
            return Answer(False, "what answers is no Flux")
        except (Unreachable, TimeoutError):
            return Answer(False, "no answer")
        except FluxTuiError as error:
            return Answer(False, printable(str(error), limit=80))
    return Answer(True, f"{health.entities:,} {'entity' if health.entities == 1 else 'entities'}")
