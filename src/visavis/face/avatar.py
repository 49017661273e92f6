"""Avatar: one person's rig for one frame size, immutable, kept in one memory-mapped file.

Everything a frame needs is computed once by `face.build`. The arrays are read-only: all sessions of a process
share them, and all processes share the pages of the file.
"""

from __future__ import annotations

import json
import mmap
import os
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int32]
SmallIntegers = NDArray[np.int8]
Bytes = NDArray[np.uint8]
QuadTexels = NDArray[np.uint32]
"""Flat; every texel holds its 2x2 neighbourhood: t[y,x] | t[y,x+1]<<8 | t[y+1,x]<<16 | t[y+1,x+1]<<24."""

PAD_PX = 16
"""Replicated border around each part of the texture atlas."""
CELL_PX = 8
"""Side of a cell of the displacement grid; frame sizes are multiples of two cells."""

PAINTED_OVER, OPAQUE, BLENDED, BACKGROUND = 0, 1, 2, 3
"""What a cell shows: by the matte of the texels it may reach, or triangles on top of that."""

RIGHT_EYE, LEFT_EYE, LIPS, SPECTACLES = 0, 1, 2, 3
"""The patches that are drawn as triangles: three with holes, and over them what is worn; in this order.

Right and left are the person's own.
"""

CAVITY, LOWER_TEETH, TONGUE, UPPER_TEETH, TONGUE_TIP = 0, 1, 2, 3, 4
"""The layers of the mouth, back to front; the last is the tip of a tongue that is put between the teeth."""

MAGIC = b"visavis avatar 2"
ALIGNMENT = 64


class AvatarError(Exception):
    """An avatar cannot be had; the message says why, in words for the operator."""


class Texture(NamedTuple):
    """One atlas for all layers of the avatar: the portrait on top, below it eyes, closed lids and mouth."""

    row: int  # luma texels per row; chroma rows have half as many
    luma: QuadTexels
    chroma: QuadTexels  # U, then V
    matte: QuadTexels  # coverage, luma resolution
    matte_half: QuadTexels  # coverage, chroma resolution


class Mesh(NamedTuple):
    """n vertices of head, body and frame. Lengths in px of the frame."""

    rest: Floats  # (n, 2) with lips closed
    relief: Floats  # (n,) towards the camera
    head_weight: Floats  # (n,) 1 moves with the head, 0 stays with the body
    shapes: Floats  # (15, n, 2) displacement at full control, in the order of `Control`; old files have 13
    source: Floats  # (n + r, 2) where vertices and rim vertices lie in the atlas
    triangles: Integers  # (t, 3) painter's order: surroundings, holes, face
    pivot: Floats  # (3,) x, y, relief of the point that the head turns about
    pose_scale: float  # px per pixel of `Pose`


class Patches(NamedTuple):
    """Right eye, left eye, lips: triangles round a hole, and a soft rim of r extra vertices inside it.

    `*_start` are three ranges, as four numbers.
    """

    triangles: Integers
    triangle_start: Integers
    vertices: Integers
    vertex_start: Integers
    rim_triangles: Integers
    rim_start: Integers
    rim_vertex: Integers  # (r,) the vertex that a rim vertex belongs to, loop by loop round each hole
    rim_opposite: Integers  # (r,) the vertex across the hole
    rim_down: Floats  # (r,) 1 upper edge, -1 lower edge, 0 corners
    loop_start: Integers
    closed_source: Floats  # (n + r, 2) where closed lids lie in the atlas
    closed_cover: Floats  # (n + r,) share of the closed lids a vertex takes, below 0 late; all 0 without them


class Lips(NamedTuple):
    """Vertex numbers, eleven from corner to corner; rows from the opening outwards."""

    upper: Integers  # (3, 11)
    lower: Integers  # (3, 11)


class Eyes(NamedTuple):
    """The pictures of the two eyeballs; they lie behind the lids."""

    box: Floats  # (2, 4) x0, y0, x1, y1 in the frame
    atlas: Floats  # (2, 4) the same in the atlas
    relief: Floats  # (2,)
    gaze_px: Floats  # (2, 2) shift at full gaze, x and y


class Mouth(NamedTuple):
    """What is seen between open lips: five layers, CAVITY to TONGUE_TIP; old files have four.

    They hang in a frame of their own at the middle of the lip line, x along it, y downwards.
    """

    centre: Floats  # (2,)
    along: Floats  # (2,) unit vector to the corner at the picture's right
    width: float
    jaw_drop: float  # px at full jaw
    hang: Floats  # (5, 4) x0, y0, x1, y1 with closed jaw
    atlas: Floats  # (5, 4) the same in the atlas
    gain: Floats  # (5, 2) brightness at the top and at the bottom, in full light
    dark: Floats  # (5,) share of it that is left when hardly any light comes in
    relief: Floats  # (5,)


class Spectacles(NamedTuple):
    """A layer over the face that only the pose moves; without triangles for those who wear none.

    Two triangles each, (a, b, c) and (a, c, d), make a box; a and d, like b and c, lie equally deep, so that
    its sides stay parallel however it is turned.
    """

    rest: Floats  # (s, 2)
    relief: Floats  # (s,)
    source: Floats  # (s, 2) in the atlas
    triangles: Integers  # (m, 3)


class Light(NamedTuple):
    """What the light does to a head that turns by LIGHT_KNOWN_AT_RAD, to the picture's left and to its right.

    Without numbers where that is not known.
    """

    levels: SmallIntegers  # (2, rows, columns) half levels of luma to add, 0 all round; or (2, 0, 0)
    corner: Integers  # (2,) column and row of the first of them among the atlas' texels


def no_light() -> Light:
    """Read-only, as the arrays of a mapped file are: for others the renderer would be compiled anew."""
    light = Light(np.zeros((2, 0, 0), np.int8), np.zeros(2, np.int32))
    for part in light:
        part.flags.writeable = False
    return light


class Avatar(NamedTuple):
    width: int
    height: int
    background: Bytes  # I420 frame without the person
    cell_class: Bytes  # (height / 2, width / 2): class of the cell that is warped from around that place
    texture: Texture
    mesh: Mesh
    patches: Patches
    lips: Lips
    eyes: Eyes
    mouth: Mouth
    spectacles: Spectacles
    light: Light


_GROUPS: dict[str, type[Any]] = {
    "texture": Texture,
    "mesh": Mesh,
    "patches": Patches,
    "lips": Lips,
    "eyes": Eyes,
    "mouth": Mouth,
    "spectacles": Spectacles,
    "light": Light,
}
_LATER = {"light": no_light}
"""Groups that older files lack, and what stands for them."""


def save_avatar(avatar: Avatar, path: Path) -> None:
    """Write the avatar's file in one step: readers see the old file, or the whole new one."""
    values: dict[str, int | float] = {}
    arrays: dict[str, NDArray[Any]] = {}
    for name, value in _flatten(avatar):
        if isinstance(value, np.ndarray):
            arrays[name] = np.ascontiguousarray(value)
        else:
            values[name] = value
    table: dict[str, list[Any]] = {}
    offset = 0
    for name, array in arrays.items():
        table[name] = [array.dtype.str, list(array.shape), offset]
        offset += -(-array.nbytes // ALIGNMENT) * ALIGNMENT
    head = json.dumps({"values": values, "arrays": table}).encode()
    head += b" " * (-(len(MAGIC) + 8 + len(head)) % ALIGNMENT)

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(MAGIC + len(head).to_bytes(8, "little") + head)
            for array in arrays.values():
                file.write(array.tobytes())
                file.write(b"\0" * (-array.nbytes % ALIGNMENT))
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def open_avatar(path: Path) -> Avatar:
    """Map an avatar's file; its arrays are read-only views of the file.

    Raises AvatarError when the file is missing, of another version or cut short.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise AvatarError(f"The avatar file {path} cannot be opened: {error}") from error
    first = len(MAGIC) + 8
    if mapped[: len(MAGIC)] != MAGIC:
        raise AvatarError(f"{path} is not an avatar file of this version; build it again.")
    try:
        length = int.from_bytes(mapped[len(MAGIC) : first], "little")
        head = json.loads(mapped[first : first + length])
        parts: dict[str, Any] = dict(head["values"])
        for name, (kind, shape, offset) in head["arrays"].items():
            count = int(np.prod(shape))
            flat = np.frombuffer(mapped, np.dtype(kind), count, first + length + offset)
            parts[name] = flat.reshape(shape)
        return _assemble(parts)
    except (ValueError, KeyError, TypeError) as error:
        raise AvatarError(f"The avatar file {path} is damaged ({error}); build it again.") from error


def _flatten(avatar: Avatar) -> list[tuple[str, Any]]:
    flat: list[tuple[str, Any]] = []
    for name, value in avatar._asdict().items():
        if name in _GROUPS:
            flat += [(f"{name}.{key}", part) for key, part in value._asdict().items()]
        else:
            flat.append((name, value))
    return flat


def _assemble(parts: dict[str, Any]) -> Avatar:
    groups = {name: _group(name, parts) for name in _GROUPS}
    return Avatar(**groups, **{key: parts[key] for key in Avatar._fields if key not in groups})


def _group(name: str, parts: dict[str, Any]) -> Any:
    lacking = _LATER.get(name)
    if lacking is not None and not any(part.startswith(f"{name}.") for part in parts):
        return lacking()
    kind = _GROUPS[name]
    return kind(**{key: parts[f"{name}.{key}"] for key in kind._fields})
