"""What a client asks for over its data channel, at a bounded rate."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from visavis.contract.spec import SessionSpec
from visavis.engine.conversation import Conversation
from visavis.engine.pace import Pace
from visavis.engine.sockets import Sockets
from visavis.engine.tuning import Tuner
from visavis.face.directions import CUES
from visavis.wire import datachannel
from visavis.wire.frames import BadFrame

MESSAGES_PER_S, MESSAGE_BURST = 20.0, 100.0
"""People type slowly, and the SDKs report statistics every few seconds."""


class Channel:
    """Complaints go over the sockets: that is where the SDKs show them."""

    def __init__(
        self,
        spec: SessionSpec,
        conversation: Conversation,
        tuner: Tuner,
        sockets: Sockets,
        clock: Callable[[], float],
    ) -> None:
        self._directed = spec.style is not None
        self._conversation, self._tuner, self._sockets = conversation, tuner, sockets
        self._pace = Pace(MESSAGES_PER_S, MESSAGE_BURST, clock)
        self._updates: set[asyncio.Task[None]] = set()

    def message(self, frame: str | bytes) -> None:
        if not self._pace.allows():
            self._sockets.complain("Too many messages; some are dropped.")
            return
        try:
            message = datachannel.read(frame)
        except BadFrame as error:
            self._sockets.warn(str(error))
            return
        match message:
            case datachannel.UserMessage(content):
                self._conversation.user_message(content)
            case datachannel.Interrupt():
                self._conversation.interrupt()
            case datachannel.Context(content):
                self._conversation.add_context(content)
            case datachannel.PersonaConfigUpdate(changes):
                update = asyncio.create_task(self._tuner.update(changes))
                self._updates.add(update)
                update.add_done_callback(self._updates.discard)
            case datachannel.DirectorCue():
                self._direct(message)
            case datachannel.ToolResult():
                self._conversation.tool_result(message)
            case datachannel.Other():
                pass

    def _direct(self, cue: datachannel.DirectorCue) -> None:
        if not self._directed:
            self._sockets.complain("This avatar's model takes no directions; use cara-4.")
        elif cue.tag not in CUES:
            self._sockets.complain(f"There is no cue {cue.tag!r}; there are {', '.join(CUES)}.")
        elif not self._conversation.direct(cue):
            self._sockets.complain("Too many cues wait for their time; some are dropped.")

    def close(self) -> None:
        for update in self._updates:
            update.cancel()
