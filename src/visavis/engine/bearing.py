"""How she looks while she listens, thinks and speaks: what drives the face beside the sound."""

from __future__ import annotations

from visavis.engine.cues import Cues
from visavis.engine.outlet import Face
from visavis.engine.playout import Cue, HeardCue, Playout
from visavis.face.manners import Mood
from visavis.wire.datachannel import DirectorCue


class Bearing:
    def __init__(self, face: Face, playout: Playout) -> None:
        self._face, self._playout = face, playout
        self._cues = Cues()
        self._shown = Mood.IDLE

    def speak(self, cue: Cue | HeardCue) -> None:
        """Her mouth says this when it sounds."""
        match cue:
            case HeardCue(start_s, mouths):
                self._face.hear(start_s, mouths)
            case Cue(start_s, phones, alphabet) if phones:
                self._face.say(start_s, phones, alphabet)

    def cut(self) -> None:
        """She falls silent now, whatever her mouth was about to say."""
        self._face.cut(self._playout.seconds)

    def attend(self, mood: Mood) -> None:
        if mood is not self._shown:
            self._shown = mood
            self._face.attend(mood, self._playout.seconds)

    def direct(self, cue: DirectorCue) -> bool:
        """Play a known cue when its moment comes. False when too many wait already."""
        return self._cues.add(cue, self._playout.seconds)

    def play_due(self, now_s: float, spoken_s: float | None) -> list[str]:
        """Play the cues whose moment has come (Cues.due); returns their tags."""
        due = self._cues.due(now_s, spoken_s)
        for tag in due:
            self._face.cue(tag, now_s)
        return due
