"""One request of a publication: what it carries goes out, and its answer is taken down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flux_tui.client.flux_client import FluxClient
from flux_tui.client.publishing.publication import Publication
from flux_tui.client.publishing.receipt import Step
from flux_tui.client.publishing.sending import LIMITED, OVERTAKEN, STOPPED, Sending, limited
from flux_tui.client.remedies import with_remedy

OPEN = frozenset({Step.SENT, Step.WAITING})
"""The steps of an event of which nothing is known yet."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What a request left open: events to be sent again, and those refused, by why."""

    again: list[int] = field(default_factory=list)
    refused: Mapping[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Posting:
    """Posts events of a publication, by their places, when its sending lets them go."""

    client: FluxClient
    publication: Publication
    sending: Sending | None

    async def post(self, batch: Sequence[int]) -> Posted:
        """Post once. What the limit kept out may go again where somebody can stop the waiting.

        Raises what a FluxClient raises.
        """
        publication = self.publication
        if len(batch) == 1:
            answer = await self.client.publish(publication.events[batch[0]])
            publication.logged.update(batch if answer.duplicate else ())
            publication.accept(batch, {batch[0]: answer.warning} if answer.warning else {})
            return Posted()
        texts = [publication.texts[place] for place in batch]
        results = (await self.client.publish_written(texts)).results
        again: list[int] = []
        accepted, warnings = [], dict[int, str]()
        refused: defaultdict[str, list[int]] = defaultdict(list)
        if self.sending is not None:
            again = limited(batch, results, publication.events)
        waiting = frozenset(again)
        for place, result in zip(batch, results, strict=True):
            error, warning = result["error"], result.get("warning")
            if error is None:
                accepted.append(place)
                if result.get("duplicate"):
                    publication.logged.add(place)
                if warning is not None:
                    warnings[place] = warning
            elif place not in waiting:
                is_overtaken = error == LIMITED and self.sending is not None
                refused[OVERTAKEN if is_overtaken else with_remedy(error)].append(place)
        publication.accept(accepted, warnings)
        return Posted(again, refused)

    @property
    def end(self) -> str | None:
        """Why nothing more is sent; None while it goes on."""
        if self.publication.broken is not None:
            return f"not sent, since {self.publication.broken}"
        return STOPPED if self.sending is not None and self.sending.is_stopped else None

    async def may_go(self) -> bool:
        """Wait until the next request may go; False when none may go any more."""
        return self.sending is None or await self.sending.may_go()

    async def hold(self, batch: Sequence[int], seconds: float, reason: str) -> bool:
        """Wait as long as the server wants; whether the batch may go then.

        Nobody waits where nobody could stop it.
        """
        if self.sending is None:
            return False
        self.sending.hold(seconds, reason)
        self.publication.step(batch, Step.WAITING)
        if not await self.sending.may_go():
            return False
        self.publication.step(batch, Step.SENT)
        return True

    def open_of(self, batch: Sequence[int]) -> list[int]:
        """Those of a batch of which nothing is known yet."""
        steps = self.publication.receipts.steps
        return [place for place in batch if steps[place] in OPEN]

    def fail(self, batch: Sequence[int], reason: str) -> None:
        """Events that have no effect, and why."""
        self.publication.step(batch, Step.FAILED, reason)
