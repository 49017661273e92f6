"""What a point of the surface is made of."""

from __future__ import annotations

(NOTHING, SKIN, EYE, GARMENT, SHIRT, FRAME, TEETH, TONGUE, CAVITY, SCARF, METAL, CORD, BUTTON) = range(13)
