"""A publisher beside a session, on a server that fails when it is told to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request
from starlette.responses import Response

from flux_tui.client import FluxClient, Phase, Publisher, PublishSettings
from flux_tui.client.publishing.settling import SettleSettings
from flux_tui.model.event import Event, setting
from flux_tui.model.json import Json
from tests.faults.fake_flux import FakeFlux
from tests.faults.following import Followed, following

QUICK = PublishSettings(0.05, 0.02, 1.0, SettleSettings(patience=2.0, every=0.01, twice=0.01))


def event(entity_id: str, **properties: Json) -> Event:
    return setting("lab", "me", entity_id, properties)


@asynccontextmanager
async def publishing(flux: FakeFlux) -> AsyncIterator[tuple[Publisher, Followed]]:
    """A publisher beside a session that is live."""
    async with flux.serving() as url, following(url) as followed, FluxClient(url) as client:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        await followed.until(lambda: flux.subscribers)
        yield Publisher(client, followed.world, followed.session, settings=QUICK), followed


class Once:
    """A fault that happens to the first publication."""

    def __init__(self, response: Response) -> None:
        self.response: Response | None = response

    def __call__(self, request: Request) -> Response | None:
        if request.method != "POST":
            return None
        response, self.response = self.response, None
        return response
