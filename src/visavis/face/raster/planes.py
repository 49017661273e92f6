"""Where the pixels of a plane lie, in the frame and in the atlas: luma, and both halves of chroma at once."""

from __future__ import annotations

import numpy as np

from visavis.face.raster.jit import kernel

_LUMA_PLANE = np.int32(0)


@kernel
def luma_plane(avatar):
    """Of the frame: first pixel, pixels to the next row and to the other plane, width and height.
    Of the atlas: texels, matte, texels to the other plane and to the next row."""
    texture = avatar.texture
    atlas = (texture.luma, texture.matte, _LUMA_PLANE, np.int32(texture.row))
    return (0, avatar.width, 0, avatar.width, avatar.height), atlas


@kernel
def chroma_plane(avatar):
    """As `luma_plane`, for half the width and height."""
    width, height, texture = avatar.width // 2, avatar.height // 2, avatar.texture
    matte = texture.matte_half
    atlas = (texture.chroma, matte, np.int32(matte.size), np.int32(texture.row // 2))
    return (4 * width * height, width, width * height, width, height), atlas
