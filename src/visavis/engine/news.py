"""A conversation's news, on their way: to the client, or to the api."""

from __future__ import annotations

from collections.abc import Callable

from visavis.contract.events import CalledTool
from visavis.contract.token_usage import Overhead
from visavis.engine.line import Line
from visavis.engine.reporter import Reporter, utc_now
from visavis.engine.sockets import Sockets
from visavis.providers.base import Stage
from visavis.wire import datachannel, signalling


class News:
    """Implements the conversation's Outlet. What only the session can do is passed in."""

    def __init__(
        self,
        session_id: str,
        reporter: Reporter,
        sockets: Sockets,
        *,
        send: Callable[[datachannel.ServerMessage], None],
        listen_in: Callable[[str], None],
        abandon: Callable[[str], None],
    ) -> None:
        self._session_id, self._reporter, self._sockets = session_id, reporter, sockets
        self._send, self._listen_in, self._abandon = send, listen_in, abandon

    def send(self, message: datachannel.ServerMessage) -> None:
        self._send(message)

    def warn(self, stage: Stage, message: str) -> None:
        self._reporter.warning(stage, message)
        self._sockets.warn(message)

    def cue_applied(self, tag: str, correlation_id: str) -> None:
        now = utc_now().isoformat()
        self._send(datachannel.CueApplied(self._session_id, correlation_id, now, tag))

    def talk_interrupted(self, correlation_id: str) -> None:
        self._sockets.send(signalling.talk_stream_interrupted(self._session_id, correlation_id))

    def turn(self, line: Line) -> None:
        self._reporter.turn(line)

    def tool_called(self, called: CalledTool) -> None:
        self._reporter.tool_called(called)

    def overhead(self, overhead: Overhead) -> None:
        self._reporter.overhead(overhead)

    def listen_in(self, language: str) -> None:
        self._listen_in(language)

    def abandon(self, reason: str) -> None:
        self._abandon(reason)
