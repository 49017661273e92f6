"""What an avatar does over time, frame by frame, as the renderer has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.animator import Animator
from visavis.face.avatar import Avatar
from visavis.face.build.topology import EYES, LOWER_LIP_ROWS, UPPER_LIP_ROWS
from visavis.face.expression import Expression
from visavis.face.manners import Mood
from visavis.face.phones import Viseme, visemes_of
from visavis.face.portrait import Picture
from visavis.face.raster import Renderer
from visavis.speech import Speech

FPS = 25
LISTENS_S, THINKS_S, PAUSE_S = 3.0, 0.8, 0.4
"""Of a conversation between two of her turns; before she begins to speak."""
TURN = 3
"""Utterances that she says in one turn."""

Series = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Said:
    """A viseme as it sounds, session seconds."""

    viseme: Viseme
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Scene:
    """A script that an animator plays, and what is said in it."""

    animator: Animator
    seconds: float
    said: list[Said]

    def moments(self) -> Iterator[tuple[float, Expression]]:
        """Can be gone through once."""
        for frame in range(round(self.seconds * FPS)):
            yield frame / FPS, self.animator.express(frame / FPS)


@dataclass(frozen=True, slots=True)
class Film:
    """One number per frame."""

    at_s: Series
    opening: Series
    """Between the lips where it is widest, in mouth widths."""
    eyes_open: Series
    """Of the eye that is further open, 1 at rest."""


def utterance(speech: Speech, seed: int) -> Scene:
    """One utterance, a moment of rest before and after it."""
    animator = Animator(seed)
    animator.attend(Mood.SPEAKING, 0.0)
    animator.say(PAUSE_S, speech.phones, speech.alphabet)
    return Scene(animator, speech.seconds + 2 * PAUSE_S, list(_said(speech, PAUSE_S)))


def conversation(speeches: list[Speech], seconds: float, seed: int) -> Scene:
    """She speaks, listens, thinks for a moment, and speaks again, until the time is over."""
    animator, at_s = Animator(seed), 0.0
    said: list[Said] = []
    supply = cycle(speeches)
    while at_s < seconds:
        animator.attend(Mood.LISTENING, at_s)
        animator.attend(Mood.THINKING, at_s + LISTENS_S)
        at_s += LISTENS_S + THINKS_S
        animator.attend(Mood.SPEAKING, at_s)
        for _ in range(TURN):
            speech = next(supply)
            animator.say(at_s, speech.phones, speech.alphabet)
            said += _said(speech, at_s)
            at_s += speech.seconds
    return Scene(animator, seconds, [one for one in said if one.end_s < seconds - 1])


def shoot(avatar: Avatar, scene: Scene) -> Film:
    renderer = Renderer(avatar)
    rest = _lids_apart(renderer, Expression())
    rows = []
    for at_s, expression in scene.moments():
        eyes = _lids_apart(renderer, expression) / rest
        rows.append((at_s, opening_of(renderer), float(eyes.max())))
    return Film(*np.array(rows, np.float64).T)


def opening_of(renderer: Renderer) -> float:
    """Of the frame that was rendered last, in mouth widths."""
    upper, lower = (renderer.canvas.vertices[list(rows[0]), 1] for rows in (UPPER_LIP_ROWS, LOWER_LIP_ROWS))
    return float((lower - upper).max() / renderer.avatar.mouth.width)


def picture_of(renderer: Renderer) -> Picture:
    """Of the frame that was rendered last, BGR."""
    planes = renderer.frame.reshape(renderer.avatar.height * 3 // 2, renderer.avatar.width)
    return np.asarray(cv2.cvtColor(planes, cv2.COLOR_YUV2BGR_I420), np.uint8)


def _lids_apart(renderer: Renderer, expression: Expression) -> Series:
    """Render; px between the lids of both eyes where it is most."""
    renderer.render(expression)
    points = renderer.canvas.vertices
    return np.array([(points[list(eye.lower), 1] - points[list(eye.upper), 1]).max() for eye in EYES])


def _said(speech: Speech, start_s: float) -> Iterator[Said]:
    for phone in speech.phones:
        shapes = visemes_of(phone.symbol, speech.alphabet)
        share = (phone.end_s - phone.start_s) / max(len(shapes), 1)
        for index, shape in enumerate(shapes):
            begin = start_s + phone.start_s + index * share
            yield Said(shape, begin, begin + share)
