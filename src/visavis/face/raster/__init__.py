"""The renderer: a mesh-warped portrait straight into an I420 frame, on the CPU, without the GIL."""

from visavis.face.raster.renderer import Renderer
from visavis.face.raster.warm_up import warm_up

__all__ = ["Renderer", "warm_up"]
