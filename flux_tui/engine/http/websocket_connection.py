"""A WebSocket's connection: whatever a client gets wrong is answered, and is no error of ours."""

from __future__ import annotations

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

_NO_HANDSHAKE = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"

_NOT_UTF_8 = 1007
"""The code to close with when text is none (RFC 6455, 7.4.1)."""


class EngineWebSocket(WebSocketsSansIOProtocol):
    """Uvicorn's WebSocket, which leaves a handshake that it cannot read without an answer."""

    def data_received(self, data: bytes) -> None:
        """Take frames; what comes first is the whole request that asked for the WebSocket."""
        super().data_received(data)
        if not self.handshake_initiated and not self.transport.is_closing():
            self.transport.write(_NO_HANDSHAKE)
            self.transport.close()

    def send_receive_event_to_app(self) -> None:
        """Hand a message on, unless it is text in name only."""
        if self.curr_msg_data_type == "text":
            try:
                b"".join(self.frames).decode()
            except UnicodeDecodeError:
                self.frames = []
                self.conn.send_close(_NOT_UTF_8)
                self.handle_parser_exception()
                return
        super().send_receive_event_to_app()

    async def send(self, message: ASGISendEvent) -> None:
        """Send a message; after a refusal there is no handshake to wait for."""
        await super().send(message)
        self.handshake_complete |= self.close_sent
