"""``/api/ws``: frames out, subscriptions in."""

from __future__ import annotations

import asyncio

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from flux_tui.engine.websockets import Subscriber, WebSocketHub
from flux_tui.errors import Malformed
from flux_tui.protocol.frames import Subscription
from flux_tui.protocol.json_text import decode

FRAMES_A_TURN = 100
"""Frames that are sent before others get their turn: sending does not wait while there is room."""


async def serve_websocket(websocket: WebSocket, hub: WebSocketHub) -> None:
    """One connection from its handshake to its end."""
    await websocket.accept()
    subscriber = hub.join()
    sender = asyncio.create_task(_send(websocket, subscriber), name="websocket sender")
    try:
        await _listen(websocket, subscriber)
    finally:
        hub.leave(subscriber)
        sender.cancel()
        await asyncio.gather(sender, return_exceptions=True)


async def _send(websocket: WebSocket, subscriber: Subscriber) -> None:
    sent = 0
    try:
        while websocket.application_state is WebSocketState.CONNECTED:
            await websocket.send_text(await subscriber.next_frame())
            sent += 1
            if sent % FRAMES_A_TURN == 0:
                await asyncio.sleep(0)
    except WebSocketDisconnect:
        return  # The listener hears of it too, and ends the connection.


async def _listen(websocket: WebSocket, subscriber: Subscriber) -> None:
    """Take subscriptions until the client leaves; anything else is ignored (``ws.jsonl``)."""
    while True:
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            return
        text = message.get("text")
        if text is not None:
            _subscribe(text, subscriber)


def _subscribe(text: str, subscriber: Subscriber) -> None:
    try:
        wish = Subscription.read(decode(text))
    except Malformed:
        return
    if wish.type == "unsubscribe":
        subscriber.unsubscribe(wish.entity_id)
    else:
        subscriber.subscribe(wish.entity_id)
