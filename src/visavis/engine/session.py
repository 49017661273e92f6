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
from typing import Any, Literal, Protocol

from visavis.contract.events import CalledTool, TurnLatency
from visavis.contract.spec import SessionSpec
from visavis.contract.tuning import Tuned
from visavis.engine.cast import Cast
from visavis.engine.conversation import Conversation
from visavis.engine.limits import Limits
from visavis.engine.link import Link
from visavis.engine.pace import Pace
from visavis.engine.recording import Recording, Writer
from visavis.engine.reporter import ExitStatus, Reporter, utc_now
from visavis.engine.tuning import Rules, Tuner
from visavis.face.directions import CUES
from visavis.media.broadcast import Broadcast
from visavis.media.offer import BadOffer
from visavis.media.program import TICK_SAMPLES, Painter, Picture
from visavis.media.tap import Taps
from visavis.providers import registry
from visavis.providers.base import Role, Stage
from visavis.speech import Pcm
from visavis.wire import datachannel, signalling
from visavis.wire.dialect import dialect
from visavis.wire.frames import BadFrame

log = logging.getLogger(__name__)


MESSAGES_PER_S, MESSAGE_BURST = 20.0, 100.0
"""On the data channel. People type slowly, and the SDKs report statistics every few seconds."""
CLOSING_S = 3.0
"""How long letting go of one thing may take; then it is left to itself."""
LAST_WORD_S = 0.4
"""How long the last word takes to the listener's ear: network, jitter buffer, loudspeaker."""


class Socket(Protocol):
    """A client's signalling WebSocket, as the session writes to it. Neither call blocks or raises."""

    def send(self, frame: str) -> None: ...

    def close(self, reason: str) -> None: ...


class Session:
    """Implements media's Program and the conversation's Outlet."""

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
        self._cast, self._reporter, self._limits, self._clock = cast, reporter, limits, clock
        self._on_ended, self._on_recorded = on_ended, on_recorded
        self._pace = Pace(MESSAGES_PER_S, MESSAGE_BURST, clock)
        self._complained: set[str] = set()
        self._conversation = Conversation(
            spec,
            ears=cast.ears,
            model=cast.model,
            voice=cast.voice,
            face=cast.animator,
            outlet=self,
            clock=clock,
            library=cast.library,
        )
        self._tuner = Tuner(spec, rules, apply=self._tune, tell=self.send, complain=self._say_warning)
        self._updates: set[asyncio.Task[None]] = set()
        self._broadcast = Broadcast(self)
        self._recording: Recording | None = None
        if reel is not None:
            self._recording = Recording(reel, lambda: self._broadcast.position_s, self._unrecorded)
        self.tap = Taps(self._conversation.departures, *([self._recording] if self._recording else []))
        """Told of what goes over the wire."""
        self._link: Link | None = None
        self._sockets: list[Socket] = []
        self._created_s = self._alive_s = clock()
        self._started_s: float | None = None
        self._claimed = self._ready = self._ending = False
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
            self._take_leave(socket)
            return
        self._claimed = True
        self._sign_of_life()
        self._sockets.append(socket)
        if self._ready:
            socket.send(signalling.session_ready(self.spec.session_id))

    def unbind(self, socket: Socket) -> None:
        if socket in self._sockets:
            self._sockets.remove(socket)

    async def signal(self, signal: signalling.ClientSignal) -> None:
        """What a client sent over signalling."""
        if self._ending:
            return
        self._sign_of_life()
        match signal:
            case signalling.Offer(sdp=sdp):
                await self._answer(sdp)
            case signalling.Candidate(candidate, mid, index):
                if self._link is not None:
                    await self._link.peer.add_candidate(candidate, mid, index)
            case signalling.TalkStream():
                if not self._conversation.talk_stream(signal):
                    self._complain("Too much waits to be spoken; some of the stream is dropped.")
            case signalling.AgentAudio():
                if complaint := self._conversation.agent_audio(signal):
                    self._complain(complaint)
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
            self._send(signalling.warning(self.spec.session_id, f"The offer was refused: {error}"))
            if link is not previous:
                if self._link is link:
                    self._link = previous
                await link.peer.close()
            return
        if self._link is not link:  # overtaken by a later offer
            await link.peer.close()
            return
        self._send(signalling.answer(self.spec.session_id, answer))
        if link is not previous:
            self._broadcast.attach(link.peer)
            if previous is not None:
                await previous.peer.close()

    def _send(self, frame: str) -> None:
        if self._sockets:
            self._sockets[-1].send(frame)

    # ---- what comes over the peer (see Link)

    def connected(self) -> None:
        if self._started_s is None:
            self._started_s = self._clock()
            self._reporter.started()

    def channel_opened(self) -> None:
        """The client can read us now: only then is the session ready, and only then does she greet."""
        first, self._ready = not self._ready, True
        self._send(signalling.session_ready(self.spec.session_id))
        if first:
            self._say_what_is_not_understood()
            self._conversation.greet()

    def message(self, frame: str | bytes) -> None:
        if not self._pace.allows():
            self._complain("Too many messages; some are dropped.")
            return
        try:
            message = datachannel.read(frame)
        except BadFrame as error:
            self._send(signalling.warning(self.spec.session_id, str(error)))
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
        if self.spec.style is None:
            self._complain("This avatar's model takes no directions; use cara-4.")
        elif cue.tag not in CUES:
            self._complain(f"There is no cue {cue.tag!r}; there are {', '.join(CUES)}.")
        elif not self._conversation.direct(cue):
            self._complain("Too many cues wait for their time; some are dropped.")

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
        self._conversation.speak_with(self._cast.voice, tuned.voice.language)
        self._say_what_is_not_understood()

    def _say_what_is_not_understood(self) -> None:
        language = self._cast.language
        if not self.spec.audio_passthrough and not registry.hears(language):
            self._complain(
                f"No recogniser on this server understands {language}: what is spoken is taken for English. "
                "Typed messages are understood."
            )

    # ---- what is sent (Program)

    def audio(self, tick: int) -> Pcm | None:
        pcm = self._conversation.tick(TICK_SAMPLES)
        if self._cast.lips is not None:
            self._cast.lips.hear(pcm, TICK_SAMPLES, self._conversation.coming)
        return pcm

    def video(self, frame: int) -> Painter:
        face, mark = self._cast.face, self._cast.mark
        draw = face.paint(self._conversation.tick_s)

        def painted() -> Picture:
            pixels = draw()
            if mark is not None:
                mark.stamp(pixels)
            return Picture(pixels, face.redrawn > 0)

        return painted

    # ---- the conversation's news (Outlet)

    def send(self, message: datachannel.ServerMessage) -> None:
        if self._link is None or self._link.peer.label is None:
            return
        for frame in datachannel.frames(self._link.peer.label, self._dialect, message):
            self._link.peer.send(frame)

    def warn(self, stage: Stage, message: str) -> None:
        self._reporter.warning(stage, message)
        self._send(signalling.warning(self.spec.session_id, message))

    def _complain(self, message: str) -> None:
        """Tell the client, once, what it does too much of."""
        if message not in self._complained:
            self._complained.add(message)
            self._say_warning(message)

    def _say_warning(self, message: str) -> None:
        self._send(signalling.warning(self.spec.session_id, message))

    def cue_applied(self, tag: str, correlation_id: str) -> None:
        now = utc_now().isoformat()
        self.send(datachannel.CueApplied(self.spec.session_id, correlation_id, now, tag))

    def talk_interrupted(self, correlation_id: str) -> None:
        self._send(signalling.talk_stream_interrupted(self.spec.session_id, correlation_id))

    def turn(
        self,
        role: Role,
        text: str,
        seconds: float,
        interrupted: bool,
        latency: TurnLatency | None,
        correlation_id: str | None = None,
        ago_s: float = 0.0,
    ) -> None:
        who: Literal["user", "persona"] = "user" if role is Role.USER else "persona"
        self._reporter.turn(who, text, seconds, interrupted, latency, correlation_id, ago_s)

    def tool_called(self, called: CalledTool) -> None:
        self._reporter.tool_called(called)

    def listen_in(self, language: str) -> None:
        self._cast = self._cast.listening_in(self.spec, language)
        self._tuner.listens_in(language)

    def abandon(self, reason: str) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(LAST_WORD_S, self._end_soon, "CLOSED_BY_ENGINE", reason)

    # ---- the end

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
        for socket in self._sockets:
            self._take_leave(socket)
        for task in (*self._tasks, *self._updates):
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

    def _take_leave(self, socket: Socket) -> None:
        socket.send(signalling.end_session(self.spec.session_id, self._reason))
        socket.close(self._reason)

    def _sign_of_life(self) -> None:
        self._alive_s = self._clock()

    async def _watchdog(self) -> None:
        """Ends a session that nobody claims, whose client left before media flowed, or whose time is up."""
        limits, most_s = self._limits, self.spec.max_session_seconds
        while True:
            await asyncio.sleep(1.0)
            now = self._clock()
            patience_s = limits.unclaimed_s * (2 if self._claimed else 1)
            if self._started_s is None and now - self._created_s > patience_s:
                self._end_soon("CLOSED_BY_ENGINE", "Nobody connected to the session.")
            elif self._claimed and self._link is None and now - self._alive_s > limits.grace_s:
                self._end_soon("CLOSED_BY_ENGINE", "The client vanished.")
            elif most_s and self._started_s is not None and now - self._started_s > most_s:
                self._end_soon("CLOSED_BY_ENGINE", "The session reached its maximum length.")

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
