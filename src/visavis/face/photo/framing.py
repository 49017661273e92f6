"""Which part of the canvas each frame shows: the head as large as the stock people's, if possible."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visavis.face.photo.canvas import EYES_AT, HEIGHT, WIDTH
from visavis.face.portrait import Framing, Plane

Size = tuple[int, int]

IDEAL_WIDTHS: dict[Size, tuple[float, float]] = {
    (512, 512): (1024, 0.366),
    (720, 480): (1440, 0.383),
    (1152, 768): (1440, 0.383),
    (768, 1152): (768, 0.322),
}
"""Per frame: how wide a part of the canvas it shows, and where the eyes lie in it, from the top: as in the
stock people's framings."""
CLOSEST: dict[Size, float] = {(768, 1152): 1.25}
CLOSEST_OTHERWISE = 1.5
"""How much nearer a frame may go where the photo ends too early. Nearer still, hair and chin would be cut."""
LOWEST_EYES = 0.55
"""Eyes may sink to this share of the frame's height, so that it shows no more than the photo has below."""
ROOM_ABOVE = 0.03
"""Of the frame's height, over the head."""
CLOSENESS_COSTS, MOVING_COSTS, HEAD_COSTS, BODY_COSTS, ROOM_COSTS = 1.0, 1.5, 4.0, 6.0, 0.3
"""What is traded: going nearer; per share of the frame's height, eyes lower or higher than ideal, and cutting
the head; per share of its width, continuing a body or a room that the photo's sides cut."""
TOUCHES_FROM = 0.5


@dataclass(frozen=True, slots=True)
class _Edges:
    """How far photo and head reach on the canvas, and whether the photo's sides cut the body."""

    left: float
    right: float
    bottom: float
    crown: float
    ceiling: float
    """Above it the head is missing; 0 where it is not."""
    cuts_left: bool
    cuts_right: bool


def framings(known: NDArray[np.bool_], person: Plane) -> dict[Size, Framing]:
    """For every frame size that the photo is good for."""
    edges = _edges(known, person)
    found = {size: _best(size, edges) for size in IDEAL_WIDTHS}
    return {size: framing for size, framing in found.items() if framing is not None}


def _edges(known: NDArray[np.bool_], person: Plane) -> _Edges:
    x, y = EYES_AT.astype(int)
    below = known[y:, x - 250 : x + 250]
    bottom = y + int(np.where(below.all(0), below.shape[0], np.argmin(below, 0)).min())
    # the sides are judged where shoulders are
    band = known[max(bottom - 60, 0) : bottom]
    columns = np.flatnonzero(band.all(0)) if len(band) else np.arange(WIDTH)
    left, right = int(columns[0]), int(columns[-1]) + 1

    def cut(column: int) -> bool:
        return bool((person[y:bottom, column] > TOUCHES_FROM).any())

    middle = slice(x - 100, x + 100)
    head = np.flatnonzero((person[:y, middle] > TOUCHES_FROM).any(1))
    crown = int(head[0]) if len(head) else 0
    top = int(np.argmax(known[:, middle].all(1)))
    return _Edges(
        left=left,
        right=right,
        bottom=bottom,
        crown=crown,
        ceiling=top if crown <= top + 2 else 0,
        cuts_left=left > 0 and cut(left + 2),
        cuts_right=right < WIDTH and cut(right - 3),
    )


def _best(size: Size, edges: _Edges) -> Framing | None:
    ideal_width, eyes_at = IDEAL_WIDTHS[size]
    best: tuple[float, Framing] | None = None
    for closeness in np.linspace(1.0, CLOSEST.get(size, CLOSEST_OTHERWISE), 26):
        width = ideal_width / closeness
        height = width * size[1] / size[0]
        left, top = EYES_AT[0] - width / 2, EYES_AT[1] - eyes_at * height
        moved = _moved(top, height, edges)
        if moved is None:
            continue
        cost = (closeness - 1) * CLOSENESS_COSTS + abs(moved - top) / height * MOVING_COSTS
        top = moved
        missing_head = max(top - edges.crown, 0.0) + max(edges.ceiling - top, 0.0)
        cost += missing_head / height * HEAD_COSTS
        for missing, cuts in (
            (edges.left - left, edges.cuts_left),
            (left + width - edges.right, edges.cuts_right),
        ):
            cost += max(missing, 0.0) / width * (BODY_COSTS if cuts else ROOM_COSTS)
        if best is None or cost < best[0]:
            best = (
                cost,
                Framing(round(left), round(top), round(width), min(round(height), HEIGHT - round(top))),
            )
    return best[1] if best else None


def _moved(top: float, height: float, edges: _Edges) -> float | None:
    """A better upper edge for a frame: it must not end below the photo, and should show the head, but nothing
    above a head that the photo cuts. None where the eyes would sink too low.
    """
    highest = max(EYES_AT[1] - LOWEST_EYES * height, 0.0)
    lowest = edges.bottom - height
    if lowest < highest:
        return None
    wanted = min(top, edges.crown - ROOM_ABOVE * height)
    return float(np.clip(max(wanted, edges.ceiling), highest, lowest))
