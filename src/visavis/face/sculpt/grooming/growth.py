"""How strands grow: guides walk along a field of directions round the body, hairs follow the next guide."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from visavis.face.sculpt.grooming.scalp import Roots
from visavis.face.sculpt.smooth import step, unit

Array = NDArray[np.floating]
Direction = Callable[[Array, float, Array], Array]
"""Where strands want to go: from points (n, 3), the share of the length grown, outward normals (n, 3)."""
Height = Callable[[float], Array]
"""How far above the body they lie, by the share of the length grown."""
Cling = Callable[[Array], Array]
"""0..1, how much they are drawn back to that height."""

SOFT = 0.08


def body_distance(points: Array) -> Array:
    """(n,) smooth distance to a simple head, neck and shoulders."""
    x, y, z = points.T

    def egg(cy: float, cz: float, rx: float, ry: float, rz: float) -> Array:
        qx, qy, qz = x / rx, (y - cy) / ry, (z - cz) / rz
        k0 = np.sqrt(qx * qx + qy * qy + qz * qz)
        return np.asarray(k0 * (k0 - 1) / (np.sqrt((qx / rx) ** 2 + (qy / ry) ** 2 + (qz / rz) ** 2) + 1e-9))

    neck = np.maximum(np.hypot(x, z + 0.22) - 0.38, np.abs(y + 0.9) - 0.8)
    shoulder = np.sqrt((np.abs(x) - 1.0) ** 2 + (y + 2.12) ** 2 + (z + 0.3) ** 2) - 0.44
    parts = [egg(0.37, -0.13, 0.70, 0.74, 0.835), egg(-0.2, 0.08, 0.60, 0.72, 0.63), neck]
    parts += [egg(-2.62, -0.27, 1.02, 1.22, 0.64), shoulder]
    return np.asarray(-SOFT * np.log(sum(np.exp(-np.clip(part, -1, 3) / SOFT) for part in parts)))


def body_normal(points: Array) -> Array:
    steps = np.eye(3) * 0.01
    slope = [body_distance(points + along) - body_distance(points - along) for along in steps]
    return np.asarray(unit(np.stack(slope, 1)))


def grow(
    roots: Roots,
    length: Array,
    steps: int,
    direction: Direction,
    height: Height,
    cling: Cling,
    keep_out: Callable[[Array], Array] | None = None,
) -> Array:
    """Guides (n, steps + 1, 3)."""
    at, heading = roots.points.copy(), roots.normals
    path = [at.copy()]
    for k in range(1, steps + 1):
        share = k / steps
        normal, wanted = body_normal(at), height(share)
        wish = direction(at, share, normal)
        near = np.clip(1 - (body_distance(at) - wanted) / 0.15, 0, 1)[:, None]
        along = wish - (wish * normal).sum(1, keepdims=True) * normal * near
        heading = unit(0.35 * heading + unit(along))
        at = at + heading * (length / steps)[:, None]
        now = body_distance(at)
        push = np.where(now < wanted, wanted - now, cling(at) * (wanted - now))
        at = at + normal * push[:, None]
        if keep_out is not None:
            at = keep_out(at)
        path.append(at.copy())
    return np.stack(path, 1)


def beside_face(width: float, top: float, stray: Array) -> Callable[[Array], Array]:
    """Push guides aside, out of the face; each keeps a distance of its own, or they would end in a line.

    The opening follows the face: widest at the cheekbones, narrower at the jaw.
    """

    def push(points: Array) -> Array:
        x, y, z = points.T
        inside = (z > 0.12) & (y < top) & (y > -1.0)
        arch = np.sqrt(np.clip(1 - ((y + 0.12) / (top + 0.20)) ** 2, 0, 1))
        jaw = 1 - 0.20 * step(-y, 0.20, 0.85)
        edge = width * np.where(y < -0.12, jaw, arch) * (1 + stray)
        need = np.where(inside, np.maximum(edge - np.abs(x), 0), 0)
        return np.stack([x + np.sign(x) * need, y, z - need * 0.35], 1)

    return push


def nearest_guides(guide_roots: Roots, guide_sides: Array, roots: Roots, sides: Array) -> NDArray[np.int64]:
    """(n,) for each hair the next guide on its own side of the parting; else it were jagged."""
    apart = 2 * np.ptp(guide_roots.points)
    guides = np.column_stack([guide_roots.points, apart * guide_sides])
    return np.asarray(cKDTree(guides).query(np.column_stack([roots.points, apart * sides]))[1])


def hairs(
    guides: Array,
    guide_roots: Roots,
    nearest: NDArray[np.int64],
    roots: Roots,
    clump: float,
    frizz: float,
    gather: float,
    chance: np.random.Generator,
) -> Array:
    """Hairs (n, k, 3), each on its nearest guide's path from a root of its own."""
    count, steps = len(roots), guides.shape[1]
    share = np.linspace(0, 1, steps)[None, :, None]
    # each hair is a little shorter than its guide
    at = share[..., 0] * chance.uniform(0.78, 1.0, count)[:, None] * (steps - 1)
    first = np.clip(at.astype(int), 0, steps - 2)
    rest = (at - first)[..., None]
    row = np.arange(count)[:, None]
    path = guides[nearest]
    path = path[row, first] * (1 - rest) + path[row, first + 1] * rest
    own = (roots.points - guide_roots.points[nearest])[:, None, :]
    path = path + own * (1 - clump * share**gather)
    phase = chance.uniform(0, 6.28, (count, 1, 3))
    turns = chance.uniform(4, 14, (count, 1, 3))
    stray = frizz * share * np.sin(phase + share * turns) * chance.normal(0, 0.5, (count, 1, 3))
    return np.asarray(path + stray)


def waves(
    guides: Array, depth: float, frequency: float, chance: np.random.Generator, *, alike: bool
) -> Array:
    """Sideways waves that grow towards the tips; `alike`: neighbours wave together."""
    if depth == 0:
        return guides
    pieces = np.linalg.norm(np.diff(guides, axis=1), axis=2)
    along = np.concatenate([np.zeros((len(guides), 1)), np.cumsum(pieces, 1)], 1)
    heading = unit(np.gradient(guides, axis=1))
    side = unit(np.cross(heading, np.array([0.15, 0.1, 1.0])))
    out = np.cross(heading, side)
    if alike:
        phase = chance.normal(0, 0.55, (len(guides), 1)) + 6.0 * guides[:, :1, 0]
    else:
        phase = chance.uniform(0, 6.28, (len(guides), 1))
    swing = depth * np.clip(along / 0.7, 0, 1) ** 1.3
    turn = along * frequency + phase
    aside, outwards = (swing * np.sin(turn))[..., None], (0.7 * swing * np.cos(turn))[..., None]
    return np.asarray(guides + side * aside + out * outwards)
