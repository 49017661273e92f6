"""The renderer once more, by numpy and OpenCV alone: the same frames as `face.raster`, without numba."""

from visavis.face.plain.renderer import PlainRenderer

__all__ = ["PlainRenderer"]
