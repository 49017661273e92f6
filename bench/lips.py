"""How far apart lips and sound are: the opening of the mouth in decoded pictures against the sound's level."""

from __future__ import annotations

import json

import av
import numpy as np
from aiortc.codecs import depayload
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from numpy.typing import NDArray

from bench.receiver import Receiver
from visavis.face.stock.people import FRAMINGS, PEOPLE

GRID_S = 0.005
SMOOTH_S = 0.06
FARTHEST_S = 0.3

Series = NDArray[np.float64]


def offset_ms(me: Receiver) -> float:
    """The shift that lines the opening of the lips up with the level of the sound; both at arrival."""
    pictures = _luma(me)
    box = lip_box("ana", (512, 512))
    mouths = np.stack([luma[box[1] : box[3], box[0] : box[2]].astype(np.float64) for _, luma in pictures])
    opening = np.abs(mouths - np.median(mouths, axis=0)).mean(axis=(1, 2))
    seen_s = np.array([at_s for at_s, _ in pictures])
    heard_s = np.array([heard.at_s for heard in me.heard])
    level = np.array([heard.level for heard in me.heard])
    grid = np.arange(max(seen_s[0], heard_s[0]), min(seen_s[-1], heard_s[-1]), GRID_S)
    lips = _smooth(np.interp(grid, seen_s, opening))
    sound = _smooth(np.interp(grid, heard_s, level))
    reach = round(FARTHEST_S / GRID_S)
    scores = [
        float(np.corrcoef(lips[reach + lag : len(lips) - reach + lag], sound[reach : len(sound) - reach])[0, 1])
        for lag in range(-reach, reach + 1)
    ]
    return (int(np.argmax(scores)) - reach) * GRID_S * 1000


def lip_box(person: str, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Where the mouth of a stock person is in a frame: left, top, right, bottom px, with room for the jaw."""
    curves = json.loads((PEOPLE[person].folder / "curves.json").read_text())["curves"]
    framing = FRAMINGS[size]
    points = np.array(curves["lip_outer_top"] + curves["lip_outer_bottom"])[:, :2]
    scale = size[0] / framing.width
    left, top = (points.min(0) - (framing.left, framing.top)) * scale
    right, bottom = (points.max(0) - (framing.left, framing.top)) * scale
    return int(left), int(top) - 4, int(right), int(bottom + (right - left) * 0.3)


def _luma(me: Receiver) -> list[tuple[float, NDArray[np.uint8]]]:
    decoder = av.CodecContext.create("libvpx", "r")
    codec = RTCRtpCodecParameters(mimeType="video/VP8", clockRate=90_000)
    pictures = []
    for seen in me.seen:
        data = b"".join(depayload(codec, packet.payload) for packet in seen.packets)
        for frame in decoder.decode(av.Packet(data)):
            pictures.append((seen.at_s, frame.to_ndarray(format="gray")))
    return pictures


def _smooth(values: Series) -> Series:
    width = round(SMOOTH_S / GRID_S)
    return np.convolve(values - values.mean(), np.hanning(width) / np.hanning(width).sum(), mode="same")
