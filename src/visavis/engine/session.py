"""One session: a client's connections on one side, the conversation on the other, until it ends.

    signalling socket(s) ─┐                      ┌─ conversation ── playout
    peer (WebRTC) ────────┴── session ── clock ──┴─ face

The newest socket is the one that is written to; a lost socket or a new offer changes nothing for the
conversation. It ends when the client says so or hangs up, when it shows no sign of life, or when told to.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from visavis.contract.spec import SessionSpec
from visavis.contract.tuning import Tuned
from visavis.engine.cast import Cast
from visavis.engine.channel import Channel
from visavis.engine.conversation import Conversation
from visavis.engine.limits import Limits
from visavis.engine.link import Link
from visavis.engine.news import News
from visavis.engine.presence import Presence
from visavis.engine.program import SpokenProgram
from visavis.engine.recording import Recording, Writer
from visavis.engine.reporter import ExitStatus, Reporter
from visavis.engine.sockets import Socket, Sockets
from visavis.engine.tuning import Rules, Tuner
from visavis.media.broadcast import Broadcast
from visavis.media.offer import BadOffer
from visavis.media.tap import Taps
from visavis.speech import Pcm
from visavis.wire import datachannel, signalling
from visavis.wire.dialect import dialect

log = logging.getLogger(__name__)

CLOSING_S = 3.0
"""How long letting go of one thing may take; then it is left to itself."""
LAST_WORD_S = 0.4
"""How long the last word takes to the listener's ear: network, jitter buffer, loudspeaker."""


class Session:
    """Implements LinkEvents."""

    def __init__(
        self,
        spec: SessionSpec,
        cast: Cast,
        reporter: Reporter,
        limits: Limits,
        clock: Callable[[], float],
        rules: Rules,
        on_ended: Callable[[Session], None],
        reel: Writer | None = None,
        on_recorded: Callable[[str], None] = lambda session_id: None,
    ) -> None:
        """Recorded on a `reel`, if there is one; `on_recorded` is told the id when that is complete."""
        self.spec = spec
        self.ended = asyncio.Event()
        self._dialect = dialect(spec.client.name, spec.client.version)
        self._cast, self._reporter, self._limits = cast, reporter, limits
        self._on_ended, self._on_recorded = on_ended, on_recorded
        self._presence = Presence(limits, spec.max_session_seconds, clock)
        self._sockets = Sockets(spec.session_id)
        self._link: Link | None = None
        news = News(
            spec.session_id,
            reporter,
            self._sockets,
            send=self._tell,
            listen_in=self.listen_in,
            abandon=self.abandon,
        )
        self._conversation = Conversation(
            spec,
            ears=cast.ears,
            model=cast.model,
            voices=cast.voices,
            face=cast.animator,
            outlet=news,
            clock=clock,
            live=cast.live,
            library=cast.library,
        )
        cast.recognisers.on_trouble = lambda error: news.warn(error.stage, str(error))
        self._tuner = Tuner(spec, rules, apply=self._tune, tell=self._tell, complain=self._sockets.warn)
        self._channel = Channel(spec, self._conversation, self._tuner, self._sockets, clock)
        self._broadcast = Broadcast(SpokenProgram(self._conversation, cast))
        self._recording: Recording | None = None
        if reel is not None:
            self._recording = Recording(reel, lambda: self._broadcast.position_s, self._unrecorded)
        self.tap = Taps(self._conversation.departures, *([self._recording] if self._recording else []))
        """Told of what goes over the wire."""
        self._ready = self._ending = False
        self._reason = ""
        self._tasks = [
            asyncio.create_task(self._run_broadcast()),
            asyncio.create_task(self._watchdog()),
        ]

    def is_linked(self, link: Link) -> bool:
        """Whether this is the client's present peer, and still counts."""
        return self._link is link and not self._ending

    # ---- signalling

    def bind(self, socket: Socket) -> None:
        if self._ending:
            self._sockets.turn_away(socket, self._reason)
            return
        self._presence.claim()
        self._sockets.add(socket)
        if self._ready:
            socket.send(signalling.session_ready(self.spec.session_id))

    def unbind(self, socket: Socket) -> None:
        self._sockets.remove(socket)

    async def signal(self, signal: signalling.ClientSignal) -> None:
        """What a client sent over signalling."""
        if self._ending:
            return
        self._presence.sign_of_life()
        match signal:
            case signalling.Offer(sdp=sdp):
                await self._answer(sdp)
            case signalling.Candidate(candidate, mid, index):
                if self._link is not None:
                    await self._link.peer.add_candidate(candidate, mid, index)
            case signalling.TalkStream():
                if not self._conversation.talk_stream(signal):
                    self._sockets.complain("Too much waits to be spoken; some of the stream is dropped.")
            case signalling.AgentAudio():
                if complaint := self._conversation.agent_audio(signal):
                    self._sockets.complain(complaint)
            case signalling.AgentAudioEnd():
                self._conversation.agent_audio_end()
            case signalling.EndSession():
                # not here: this may run in the socket's reader, which ends with the socket
                self._end_soon("NORMAL_EXIT", "The client ended the session.")
            case signalling.Heartbeat() | signalling.Unknown():
                pass

    def talk(self, content: str) -> bool:
        """False when it will not be spoken: too much waits already, or the session ends."""
        return not self._ending and self._conversation.talk(content)

    async def _answer(self, sdp: str) -> None:
        """A first offer, an ICE restart of the same peer, or a client that came back with a new peer."""
        previous = self._link
        if previous is not None and previous.peer.accepts(sdp):
            link = previous
        else:
            link = Link(self, self.spec, self._limits, tap=self.tap)
        self._link = link
        try:
            answer = await link.peer.answer(sdp)
        except BadOffer as error:
            self._sockets.warn(f"The offer was refused: {error}")
            if link is not previous:
                if self._link is link:
                    self._link = previous
                await link.peer.close()
            return
        if self._link is not link:  # overtaken by a later offer
            await link.peer.close()
            return
        self._sockets.send(signalling.answer(self.spec.session_id, answer))
        if link is not previous:
            self._broadcast.attach(link.peer)
            if previous is not None:
                await previous.peer.close()

    # ---- what comes over the peer (see Link)

    def connected(self) -> None:
        if self._presence.start():
            self._reporter.started()

    def channel_opened(self) -> None:
        """The client can read us now: only then is the session ready, and only then does she greet."""
        first, self._ready = not self._ready, True
        self._sockets.send(signalling.session_ready(self.spec.session_id))
        if first:
            self._say_what_is_not_understood()
            self._conversation.greet()

    def message(self, frame: str | bytes) -> None:
        self._channel.message(frame)

    def microphone(self, pcm: Pcm) -> None:
        try:
            self._conversation.hear(pcm)
        except Exception:  # raised, it would end the connection, and look like a client that hung up
            self._fail()

    def peer_closed(self) -> None:
        """This is how a JS client hangs up, and how one that vanished is noticed."""
        self._end_soon("NORMAL_EXIT", "The client hung up.")

    def _tune(self, tuned: Tuned) -> None:
        self._cast = self._cast.tuned(self.spec, tuned)
        self._conversation.speak_with(self._cast.voices, tuned.voice.language)
        self._say_what_is_not_understood()

    def _say_what_is_not_understood(self) -> None:
        language = self._cast.language
        if not self.spec.audio_passthrough and not self._cast.hears(self.spec):
            self._sockets.complain(
                f"No recogniser on this server understands {language}: what is spoken is taken for English. "
                "Typed messages are understood."
            )

    def listen_in(self, language: str) -> None:
        self._cast = self._cast.listening_in(self.spec, language)
        self._tuner.listens_in(language)

    def _tell(self, message: datachannel.ServerMessage) -> None:
        if self._link is None or self._link.peer.label is None:
            return
        for frame in datachannel.frames(self._link.peer.label, self._dialect, message):
            self._link.peer.send(frame)

    # ---- the end

    def abandon(self, reason: str) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(LAST_WORD_S, self._end_soon, "CLOSED_BY_ENGINE", reason)

    def _end_soon(self, exit_status: ExitStatus, reason: str) -> None:
        if not self._ending:
            self._farewell = asyncio.create_task(self.end(exit_status, reason))

    async def end(self, exit_status: ExitStatus, reason: str) -> None:
        """Tell the client, let go of everything, report. Only the first call counts."""
        if self._ending:
            await self.ended.wait()
            return
        self._ending, self._reason = True, reason
        log.info("session %s ends: %s", self.spec.session_id, reason)
        self._sockets.take_leave(reason)
        self._channel.close()
        for task in self._tasks:
            if task is not asyncio.current_task():
                task.cancel()
        await _let_go("conversation", self._conversation.close())
        self._reporter.ended(exit_status, reason)
        self._on_ended(self)
        self.ended.set()
        # the seat is free; a peer that vanished may take its time
        if self._link is not None:
            await _let_go("peer", self._link.peer.close())
        await _let_go("cast", self._cast.close())
        if self._recording is not None:
            await _let_go("recording", self._finish(self._recording))

    async def _finish(self, recording: Recording) -> None:
        if await recording.close():
            self._on_recorded(self.spec.session_id)

    def _unrecorded(self, reason: str) -> None:
        """The client is not told: it can do nothing about it."""
        self._reporter.warning("record", f"The recording ended early: {reason}.")

    async def _watchdog(self) -> None:
        while True:
            await asyncio.sleep(1.0)
            if reason := self._presence.lost(linked=self._link is not None):
                self._end_soon("CLOSED_BY_ENGINE", reason)

    async def _run_broadcast(self) -> None:
        try:
            await self._broadcast.run()
        except Exception:
            self._fail()

    def _fail(self) -> None:
        log.exception("session %s failed", self.spec.session_id)
        self._end_soon("ERROR", "The session failed on the server.")


async def _let_go(what: str, closing: Coroutine[Any, Any, None]) -> None:
    """Close one thing; whatever becomes of it, the rest of the session must still be closed."""
    try:
        async with asyncio.timeout(CLOSING_S):
            await closing
    except TimeoutError:
        log.warning("the %s did not close within %g s", what, CLOSING_S)
    except Exception:
        log.exception("the %s could not be closed", what)
