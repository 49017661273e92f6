"""Warp the cells that changed: bilinear inside a cell, luma and both chroma planes in one visit."""

from __future__ import annotations

import numpy as np

from visavis.face.avatar import BACKGROUND, CELL_PX, OPAQUE, PAD_PX
from visavis.face.raster import simd
from visavis.face.raster.grid import ONE
from visavis.face.raster.jit import kernel


@kernel
def warp_cells(avatar, canvas):
    """Returns how many cells of the person were redrawn."""
    held_u, held_v, dirty, drawn_class = canvas.held_u, canvas.held_v, canvas.dirty, canvas.drawn_class
    class_rows, class_columns = avatar.cell_class.shape
    drawn = 0
    for row in range(dirty.shape[0]):
        for column in range(dirty.shape[1]):
            if not dirty[row, column]:
                continue
            mean_u = mean_of_corners(held_u, row, column)
            mean_v = mean_of_corners(held_v, row, column)
            middle_x = min(max((mean_u >> 17) - PAD_PX // 2, 0), class_columns - 1)
            middle_y = min(max((mean_v >> 17) - PAD_PX // 2, 0), class_rows - 1)
            kind = avatar.cell_class[middle_y, middle_x]
            if kind != BACKGROUND:
                warp_cell(avatar, canvas, row, column, kind == OPAQUE)
                drawn += 1
            elif drawn_class[row, column] != BACKGROUND:
                show_background(avatar, canvas.frame, row, column)
                drawn += 1
            drawn_class[row, column] = kind
    return drawn


@kernel
def mean_of_corners(held, row, column):
    """In 16.16; quartered before they are added, so that nothing overflows."""
    top = (held[row, column] >> 2) + (held[row, column + 1] >> 2)
    return top + (held[row + 1, column] >> 2) + (held[row + 1, column + 1] >> 2)


@kernel
def show_background(avatar, frame, row, column):
    width, half = avatar.width, avatar.width // 2
    luma, chroma = width * avatar.height, half * (avatar.height // 2)
    at = row * CELL_PX * width + column * CELL_PX
    for _ in range(CELL_PX):
        for i in range(at, at + CELL_PX):
            frame[i] = avatar.background[i]
        at += width
    at = luma + row * (CELL_PX // 2) * half + column * (CELL_PX // 2)
    for _ in range(CELL_PX // 2):
        for i in range(at, at + CELL_PX // 2):
            frame[i] = avatar.background[i]
            frame[i + chroma] = avatar.background[i + chroma]
        at += half


@kernel
def warp_cell(avatar, canvas, row, column, opaque):
    """Walk the left and right edge of the map down the cell; pixel centres lie at one half."""
    frame, texture, background = canvas.frame, avatar.texture, avatar.background
    matte, matte_half = texture.matte, texture.matte_half
    held_u, held_v = canvas.held_u, canvas.held_v
    width, half = avatar.width, avatar.width // 2
    luma, chroma = width * avatar.height, half * (avatar.height // 2)
    atlas_row, atlas_half = np.int32(texture.row), np.int32(texture.row // 2)
    plane = np.int32(texture.matte_half.size)
    none = np.int32(0)
    at = row * CELL_PX * width + column * CELL_PX
    at_chroma = luma + row * (CELL_PX // 2) * half + column * (CELL_PX // 2)

    left_u, left_v = held_u[row, column], held_v[row, column]
    right_u, right_v = held_u[row, column + 1], held_v[row, column + 1]
    left_du, left_dv = (held_u[row + 1, column] - left_u) >> 3, (held_v[row + 1, column] - left_v) >> 3
    right_du = (held_u[row + 1, column + 1] - right_u) >> 3
    right_dv = (held_v[row + 1, column + 1] - right_v) >> 3
    left_u += left_du >> 1
    left_v += left_dv >> 1
    right_u += right_du >> 1
    right_v += right_dv >> 1
    for j in range(CELL_PX):
        du, dv = np.int32((right_u - left_u) >> 3), np.int32((right_v - left_v) >> 3)
        u, v = np.int32(left_u + (du >> 1) - ONE // 2), np.int32(left_v + (dv >> 1) - ONE // 2)
        if opaque:
            simd.luma_opaque(
                frame, at, 0, texture.luma, none, matte, background, atlas_row, none,
                u, du, v, dv, none, none, none, none, none, none,
            )  # fmt: skip
        else:
            simd.luma_blended(
                frame, at, 0, texture.luma, none, matte, background, atlas_row, none,
                u, du, v, dv, none, none, none, none, none, none,
            )  # fmt: skip
        if j & 1 == 0:  # the centre of a chroma row lies between two luma rows
            edge_u, edge_v = left_u + (left_du >> 1), left_v + (left_dv >> 1)
            # per chroma pixel, in chroma texels: the same step as per luma pixel in luma texels
            du = np.int32((right_u + (right_du >> 1) - edge_u) >> 3)
            dv = np.int32((right_v + (right_dv >> 1) - edge_v) >> 3)
            u = np.int32((edge_u >> 1) + (du >> 1) - ONE // 2)
            v = np.int32((edge_v >> 1) + (dv >> 1) - ONE // 2)
            if opaque:
                simd.chroma_opaque(
                    frame, at_chroma, chroma, texture.chroma, plane, matte_half, background, atlas_half, none,
                    u, du, v, dv, none, none, none, none, none, none,
                )  # fmt: skip
            else:
                simd.chroma_blended(
                    frame, at_chroma, chroma, texture.chroma, plane, matte_half, background, atlas_half, none,
                    u, du, v, dv, none, none, none, none, none, none,
                )  # fmt: skip
            at_chroma += half
        at += width
        left_u += left_du
        left_v += left_dv
        right_u += right_du
        right_v += right_dv
