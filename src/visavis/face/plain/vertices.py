"""From controls and pose to the vertices of one moment; all lengths in px of the frame."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from visavis.face.avatar import Avatar, Floats, Lips, Mesh
from visavis.face.expression import Control, Pose
from visavis.face.proportions import LIP_ROW_SHARE, RIM_OVERLAP_PX, RIM_PX, RIM_SHARE, SEAL_BY_UPPER_LIP

Numbers = NDArray[np.float64]

_MIDDLE = 5


class Turn(NamedTuple):
    """A pose, for one mesh: weak perspective about its pivot."""

    pivot: Floats  # (3,)
    cos: Numbers  # (3,) of yaw, pitch, roll
    sin: Numbers  # (3,)
    shift: Numbers  # (2,)
    breath: float

    def of(self, points: NDArray[Any], relief: NDArray[Any] | float, weight: Floats | float) -> Numbers:
        """(k, 2) points turned by the share `weight`; the rest of the body breathes."""
        across, down = points[:, 0] - self.pivot[0], points[:, 1] - self.pivot[1]
        near = relief - self.pivot[2]
        new_across = across * self.cos[0] + near * self.sin[0]
        new_down = down * self.cos[1] + near * self.sin[1]
        moved_x = new_across * self.cos[2] - new_down * self.sin[2] + self.shift[0] - across
        moved_y = new_across * self.sin[2] + new_down * self.cos[2] + self.shift[1] - down
        x = points[:, 0] + moved_x * weight
        y = points[:, 1] + moved_y * weight - (1 - weight) * self.breath
        return np.stack([x, y], axis=1)


def head_turn(mesh: Mesh, pose: Numbers) -> Turn:
    angles = pose[: Pose.ROLL + 1]
    shift_x, shift_y, breath = pose[Pose.X :] * mesh.pose_scale
    return Turn(mesh.pivot, np.cos(angles), np.sin(angles), np.array([shift_x, shift_y]), float(breath))


def solve_vertices(avatar: Avatar, controls: Numbers, turn: Turn) -> tuple[Floats, float]:
    """(n + r, 2) vertices and rims, and the gap between the lips at the middle."""
    mesh = avatar.mesh
    points = mesh.rest + np.tensordot(controls[: len(mesh.shapes)], mesh.shapes, axes=1)
    gap = _meet_lips(avatar.lips, float(controls[Control.PRESS]), points)
    points = within_reach(avatar, turn.of(points, mesh.relief, mesh.head_weight))
    return np.vstack([points, _rims(avatar, points)]).astype(np.float32), gap


def within_reach(avatar: Avatar, points: Numbers) -> Numbers:
    """Absurd controls lead a few frames away and no further."""
    reach = 4 * (avatar.width + avatar.height)
    return np.clip(points, -reach, reach)


def _meet_lips(lips: Lips, press: float, points: Numbers) -> float:
    """Lips never cross, and pressed lips touch, whatever the other controls ask for. Moves `points`."""
    seal = min(max(press * 1.25, 0.0), 1.0)
    gap = points[lips.lower[0], 1] - points[lips.upper[0], 1]
    down = np.where(gap < 0, gap / 2, gap * seal * SEAL_BY_UPPER_LIP)
    up = np.where(gap < 0, gap / 2, gap * seal - down)
    for row, share in enumerate(LIP_ROW_SHARE):
        points[lips.upper[row], 1] += down * share
        points[lips.lower[row], 1] -= up * share
    return max(float((gap - down - up)[_MIDDLE]), 0.0)


def _rims(avatar: Avatar, points: Numbers) -> Numbers:
    """A rim lies square to its edge, on the inner side: it softens steep edges as well as level ones."""
    patches = avatar.patches
    edge = points[patches.rim_vertex]
    across = points[patches.rim_opposite] - edge
    rim = np.minimum(RIM_PX, np.hypot(across[:, 0], across[:, 1]) * RIM_SHARE)
    loops = np.split(edge, patches.loop_start[1:-1])
    along = np.concatenate([np.roll(loop, -1, axis=0) - np.roll(loop, 1, axis=0) for loop in loops])
    inwards = np.stack([-along[:, 1], along[:, 0]], axis=1)
    rims = edge + inwards * (rim / (np.hypot(along[:, 0], along[:, 1]) + 1e-6))[:, None]
    rims[:, 1] += np.maximum(RIM_OVERLAP_PX - rim, 0) * patches.rim_down
    return np.asarray(rims)
