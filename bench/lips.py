"""How far apart lips and sound are, from what arrives: the opening of the mouth against the sound's level.

The mouth is meant to be early: it shapes a sound before it is heard. So the same sentence is also played to the
same face without any network, and what is reported is how much the arriving lips are behind or ahead of that.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import av
import numpy as np
from aiortc.codecs import depayload
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from numpy.typing import NDArray

from bench.receiver import Receiver
from visavis.contract.spec import VoiceSpec
from visavis.face.animator import Animator
from visavis.face.build import load_avatar
from visavis.face.face import Face
from visavis.face.person import FRAMINGS
from visavis.face.stock import PEOPLE
from visavis.providers import registry

SENTENCE = "Bob. Bob. Bob. Bob. Bob. Bob. Bob. Bob."
PERSON, SIZE, VOICE = "ana", (512, 512), "slt"
GRID_S, SMOOTH_S, FARTHEST_S = 0.005, 0.06, 0.3

Series = NDArray[np.float64]
Luma = NDArray[np.uint8]


def arriving_lag_ms(me: Receiver) -> float:
    """How much later the lips move than the sound says, where both arrive; negative: they are early."""
    pictures = _decoded(me)
    mouth_s = np.array([at_s for at_s, _ in pictures])
    sound_s = np.array([heard.at_s for heard in me.heard])
    level = np.array([heard.level for heard in me.heard])
    return _lag_ms(mouth_s, _opening([luma for _, luma in pictures]), sound_s, level)


async def intended_lag_ms() -> float:
    """The same without a network: how early the mouth is by design."""
    voice = registry.synthesizer(VoiceSpec(id="", display_name="", engine="flite", name=VOICE))
    animator = Animator(seed=1)
    pieces, at_s = [], 1.0
    for word in SENTENCE.split():
        start_s = at_s
        async for speech in voice.speak(word):
            animator.say(start_s, speech.phones, speech.alphabet)
            pieces.append((at_s, speech))
            at_s += speech.seconds
    with tempfile.TemporaryDirectory() as folder:
        face = Face(load_avatar(PERSON, *SIZE, Path(folder)), animator)
        mouth_s = np.arange(0.0, at_s + 0.5, 0.04)
        height = SIZE[1]
        pictures = [
            face.paint(float(at_s))()[: SIZE[0] * height].reshape(height, SIZE[0]).copy() for at_s in mouth_s
        ]
    sound_s = np.arange(0.0, at_s + 0.5, 0.02)
    level = np.zeros(len(sound_s))
    for piece_s, speech in pieces:
        for index in range(0, len(speech.pcm), speech.rate_hz // 50):
            at = round((piece_s + index / speech.rate_hz) / 0.02)
            level[at] = np.abs(speech.pcm[index : index + speech.rate_hz // 50].astype(np.int32)).mean()
    return _lag_ms(mouth_s, _opening(pictures), sound_s, level)


def lip_box(person: str, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Where the mouth of a stock person is in a frame: left, top, right, bottom px, with room for the jaw."""
    curves = json.loads((PEOPLE[person].folder / "curves.json").read_text())["curves"]
    framing = FRAMINGS[size]
    points = np.array(curves["lip_outer_top"] + curves["lip_outer_bottom"])[:, :2]
    scale = size[0] / framing.width
    left, top = (points.min(0) - (framing.x, framing.y)) * scale
    right, bottom = (points.max(0) - (framing.x, framing.y)) * scale
    return int(left), int(top) - 4, int(right), int(bottom + (right - left) * 0.3)


def _opening(pictures: list[Luma]) -> Series:
    """How dark the mouth is: an open one shows its inside."""
    left, top, right, bottom = lip_box(PERSON, SIZE)
    return np.array([-float(np.percentile(luma[top:bottom, left:right], 10)) for luma in pictures])


def _lag_ms(mouth_s: Series, opening: Series, sound_s: Series, level: Series) -> float:
    grid = np.arange(max(mouth_s[0], sound_s[0]), min(mouth_s[-1], sound_s[-1]), GRID_S)
    lips = _smooth(np.interp(grid, mouth_s, opening))
    sound = _smooth(np.interp(grid, sound_s, level))
    reach = round(FARTHEST_S / GRID_S)
    middle = sound[reach : len(sound) - reach]
    scores = [
        float(np.corrcoef(lips[reach + lag : len(lips) - reach + lag], middle)[0, 1])
        for lag in range(-reach, reach + 1)
    ]
    return (int(np.argmax(scores)) - reach) * GRID_S * 1000


def _decoded(me: Receiver) -> list[tuple[float, Luma]]:
    decoder = av.CodecContext.create("libvpx", "r")
    codec = RTCRtpCodecParameters(mimeType="video/VP8", clockRate=90_000)
    pictures = []
    for seen in me.seen:
        data = b"".join(depayload(codec, packet.payload) for packet in seen.packets)
        pictures += [
            (seen.at_s, np.asarray(frame.to_ndarray(format="gray"), np.uint8))
            for frame in decoder.decode(av.Packet(data))
        ]
    return pictures


def _smooth(values: Series) -> Series:
    width = round(SMOOTH_S / GRID_S)
    return np.convolve(values - values.mean(), np.hanning(width) / np.hanning(width).sum(), mode="same")
