"""What it costs to read a mouth from sound, as the engine reads it: CPU time of the thread that does."""

from __future__ import annotations

import time

from tests.spoken import chunks, spoken

from bench.figures import Figure
from visavis.engine.lip_reader import LipReader
from visavis.engine.playout import Utterance
from visavis.providers.base import MICROPHONE_HZ
from visavis.speech import Pcm, Speech

SENTENCE = "Please bring five big purple pumpkins back to my mother. She would love to show you around."
PIECES_MS = (20, 40, 100, 500)
"""As clients and voices send them."""
ROUNDS = 20
BOUND_MS = 5.0
"""For each second of sound."""


def hearing() -> list[Figure]:
    """The sizes of pieces in turn, round by round, so that what else the machine does hits all alike."""
    sound = spoken(SENTENCE)
    costs_ms: dict[int, list[float]] = {piece_ms: [] for piece_ms in PIECES_MS}
    for _ in range(ROUNDS):
        for piece_ms in PIECES_MS:
            costs_ms[piece_ms].append(_cost_ms(sound, piece_ms))
    return [
        Figure(f"reading a mouth, {ms} ms at a time: a second", tuple(costs), "ms CPU", BOUND_MS)
        for ms, costs in costs_ms.items()
    ]


def _cost_ms(sound: Pcm, piece_ms: int) -> float:
    """Of a second of sound, in a voice that was heard before."""
    reader, utterance = LipReader(), Utterance(SENTENCE)
    for _ in reader.read(utterance, Speech(sound[:MICROPHONE_HZ], MICROPHONE_HZ)):
        pass
    begin_s = time.thread_time()
    for piece in chunks(sound, piece_ms * MICROPHONE_HZ // 1000):
        for _ in reader.read(utterance, Speech(piece, MICROPHONE_HZ)):
            pass
    return (time.thread_time() - begin_s) * 1000 / (len(sound) / MICROPHONE_HZ)
