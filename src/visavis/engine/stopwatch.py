"""How long each stage of an answer took, counted from the user's last voiced sample."""

from __future__ import annotations

from dataclasses import asdict

from visavis.contract.events import EndReason, TurnLatency
from visavis.engine.reply import Milestones


class Stopwatch:
    """Restarted at the end of each user turn; seconds of the conversation's clock."""

    def __init__(self) -> None:
        self._voice_ended_s: float | None = None
        self._endpoint_s: float | None = None
        self._ended_by: EndReason | None = None
        self._transcript_s: float | None = None

    def start(
        self, voice_ended_s: float, turn_ended_s: float | None = None, ended_by: EndReason | None = None
    ) -> None:
        """The user fell silent at `voice_ended_s`; at `turn_ended_s` this was believed to be the end."""
        self._voice_ended_s, self._transcript_s = voice_ended_s, None
        self._ended_by = ended_by
        self._endpoint_s = None if turn_ended_s is None else turn_ended_s - voice_ended_s

    def understood(self, at_s: float) -> None:
        if self._voice_ended_s is not None:
            self._transcript_s = at_s - self._voice_ended_s

    def read(self, milestones: Milestones) -> TurnLatency | None:
        """None before the first user turn. A speculative answer may have its first token before the end."""
        since = self._voice_ended_s
        if since is None:
            return None
        reached = {name: at_s - since for name, at_s in asdict(milestones).items() if at_s is not None}
        return TurnLatency(
            endpoint_s=self._endpoint_s,
            ended_by=self._ended_by,
            transcript_s=self._transcript_s,
            **reached,
        )
