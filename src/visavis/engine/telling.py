"""What the persona says, told as it is heard: to the client, to the history, to the api."""

from __future__ import annotations

from collections.abc import Callable

from visavis.engine.accounts import Accounts
from visavis.engine.aloud import keep_informed
from visavis.engine.departures import Departures
from visavis.engine.history import History
from visavis.engine.line import Line
from visavis.engine.outlet import Outlet
from visavis.engine.playout import Playout
from visavis.engine.reply import Kind, Reply
from visavis.engine.stopwatch import Stopwatch
from visavis.engine.summary import Summary
from visavis.media.program import TICK_S
from visavis.providers.base import LiveModel, Role
from visavis.wire.datachannel import SpeechText

HUNG_UP = "The persona ended the conversation."
SILENT_USER = "The user was silent for too long."
"""Why sessions end that she ends."""


class Telling:
    """Implements SpeakerEvents."""

    def __init__(
        self,
        outlet: Outlet,
        history: History,
        playout: Playout,
        stopwatch: Stopwatch,
        departures: Departures,
        clock: Callable[[], float],
        accounts: Accounts,
        summary: Summary | None = None,
        live: LiveModel | None = None,
    ) -> None:
        self._outlet, self._history, self._playout = outlet, history, playout
        self._stopwatch, self._departures, self._clock = stopwatch, departures, clock
        self._accounts, self._summary, self._live = accounts, summary, live

    def thought(self, reply: Reply) -> None:
        """Of an answer that may never be given nothing is told."""
        if reply.may_sound.is_set():
            for message in reply.thoughts.take():
                self._outlet.send(message)

    def began(self, reply: Reply) -> None:
        self.thought(reply)
        reply.milestones.first_sound_s = self._clock()
        self._departures.began(reply.milestones, self._playout.seconds - TICK_S)
        if self._summary is not None:
            self._summary.consider()

    def said(self, reply: Reply, text: str) -> None:
        for first, last, utterance_id in reply.by_utterance(reply.sent, reply.sent + len(text)):
            self._send_piece(reply, text[first - reply.sent : last - reply.sent], utterance_id)

    def ended(self, reply: Reply, interrupted: bool) -> None:
        reply.thoughts.end()
        self.thought(reply)
        if interrupted and reply.kind is Kind.TALK and reply.correlation_id is not None:
            self._outlet.talk_interrupted(reply.correlation_id)
        if self._live is not None:
            keep_informed(self._live, reply, self._playout)
        heard = reply.heard(self._playout)
        if reply.pieces or heard.strip():  # what nobody says aloud, as code, is read
            rest = heard[reply.sent :].rstrip()
            *_, (_, _, utterance_id) = reply.by_utterance(reply.sent, reply.sent + len(rest))
            self._send_piece(reply, rest, utterance_id, end=True, interrupted=interrupted)
        if heard := heard.strip():
            self._history.add(Role.ASSISTANT, heard)
            began_s = reply.milestones.first_sound_s
            seconds = 0.0 if began_s is None else self._clock() - began_s
            latency = self._stopwatch.read(reply.milestones) if reply.kind is Kind.ANSWER else None
            line = Line(
                Role.ASSISTANT,
                heard,
                seconds,
                interrupted=interrupted,
                latency=latency,
                usage=reply.usage,
                correlation_id=reply.correlation_id,
            )
            self._outlet.turn(line)
        else:
            self._accounts.unheard(reply)
        if reply.kind is Kind.FAREWELL and not interrupted:
            self._outlet.abandon(SILENT_USER)
        elif reply.hangs_up and not interrupted:
            self._outlet.abandon(HUNG_UP)

    def _send_piece(
        self,
        reply: Reply,
        text: str,
        utterance_id: str | None,
        *,
        end: bool = False,
        interrupted: bool = False,
    ) -> None:
        piece = SpeechText(
            reply.message_id,
            reply.pieces,
            text,
            "persona",
            end_of_speech=end,
            interrupted=interrupted,
            correlation_id=reply.correlation_id,
            utterance_id=utterance_id,
        )
        reply.pieces += 1
        self._outlet.send(piece)
