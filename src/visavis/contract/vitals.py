"""How an engine is, told to its api for people: what it is made of, and how quick it is just now."""

from __future__ import annotations

from typing import Literal

from visavis.contract.frozen import Frozen

Stage = Literal["hear", "turn", "speak", "face", "line"]


class Part(Frozen):
    """A piece of software that conversations here depend on."""

    stage: Stage
    name: str
    version: str | None = None
    """None: it does not say."""


class EngineVitals(Frozen):
    engine: str
    sessions: int
    capacity: int
    draining: bool
    renderer: Literal["compiled", "plain"]
    picture_ms: float
    """What drawing one picture of a persona took just now, beside all that the engine does."""
    lip_model: str | None
    lip_model_runs_on: str | None
    """"cpu", or the accelerator."""
    parts: tuple[Part, ...]


class LineOffer(Frozen):
    """Of a browser that wants to know whether it can reach an engine: SDP with audio and a data channel."""

    sdp: str


class LineAnswer(Frozen):
    sdp: str
    """With all candidates. What is sent over the data channel comes back, until `lasts_s` are over."""
    lasts_s: float
