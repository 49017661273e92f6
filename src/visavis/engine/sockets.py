"""A client's signalling sockets: one that was lost may come back as another, and the newest is written to."""

from __future__ import annotations

from typing import Protocol

from visavis.wire import signalling


class Socket(Protocol):
    """A signalling WebSocket, as the session writes to it. Neither call blocks or raises."""

    def send(self, frame: str) -> None: ...

    def close(self, reason: str) -> None: ...


class Sockets:
    def __init__(self, session_id: str) -> None:
        self._session_id = session_id
        self._open: list[Socket] = []
        self._complained: set[str] = set()

    def add(self, socket: Socket) -> None:
        self._open.append(socket)

    def remove(self, socket: Socket) -> None:
        if socket in self._open:
            self._open.remove(socket)

    def send(self, frame: str) -> None:
        if self._open:
            self._open[-1].send(frame)

    def warn(self, message: str) -> None:
        self.send(signalling.warning(self._session_id, message))

    def complain(self, message: str) -> None:
        """Tell the client, once, what it does too much of."""
        if message not in self._complained:
            self._complained.add(message)
            self.warn(message)

    def take_leave(self, reason: str) -> None:
        """Tell all of them that the session ends."""
        for socket in self._open:
            self.turn_away(socket, reason)

    def turn_away(self, socket: Socket, reason: str) -> None:
        socket.send(signalling.end_session(self._session_id, reason))
        socket.close(reason)
