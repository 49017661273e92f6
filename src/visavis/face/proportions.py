"""Measures of lips, lids, mouth and light that every way of drawing a face keeps to."""

from __future__ import annotations

import math

import numpy as np

RIM_PX = np.float32(1.6)
"""Width of the soft rim of lips and lids."""
RIM_OVERLAP_PX = np.float32(0.7)
"""Closed lips and lids overlap by this much, or their seam would show the picture's grid."""
RIM_SHARE = np.float32(0.45)
"""The rim takes at most this share of the opening."""
LIP_ROW_SHARE = (np.float32(1.0), np.float32(0.8), np.float32(0.4))
"""How much of a lip's correction its rows take, from the opening outwards."""
SEAL_BY_UPPER_LIP = np.float32(0.4)
"""Share of the gap that the upper lip closes when the lips are pressed; the lower lip does the rest."""

CLOSED_LIDS_FROM, CLOSED_LIDS_AT = 0.66, 0.73
"""Blink between which the picture of the closed lids is faded in over the stretched open ones."""
LOWER_LIDS_FROM = 0.88
"""Blink from which the lower lid takes part, up to 1. The picture's lashes lie on both lids: as long as these
are apart there would be two lines of them."""

MOUTH_SHUT_PX = 0.6
"""A narrower gap between the lips shows nothing of the mouth."""
WIDE_OPEN = 0.25
"""Gap, in mouth widths, at which the light reaches everything."""
PUCKER_SHADE = 0.96
"""How far teeth and tongue sink into the dark behind fully puckered lips; half puckered, an eighth of it."""
PUCKER_COVERS = 0.14
"""How much of the upper teeth fully puckered lips cover, in mouth widths: they stand out in front of them."""
LOWER_LIP_REACH = 0.12
"""How far a lowered lip uncovers the mouth, in mouth widths."""
LOWER_TEETH_FOLLOW, TONGUE_FOLLOW = 0.86, 0.52
"""How much of the jaw's drop teeth and tongue take part in."""
TONGUE_RAISE, TONGUE_RAISE_JAW = 0.07, 0.36
"""Lift of the raised tongue, in mouth widths and shares of the jaw's drop."""
TIP_FROM, TIP_OUT = 0.78, 0.96
"""How far the tongue is raised when its tip begins to come between the teeth, and when it is there."""
TIP_COMES = 0.05
"""From how far below, in mouth widths."""

LIGHT_KNOWN_AT_RAD = math.radians(12)
"""Yaw of the turned heads whose light is known; a head turned by less takes a share of it."""
LIGHT_PER_LEVEL = 2
"""It is known in half levels of luma."""
LIGHT_STEPS = 16
"""A head takes so many sixteenths of it."""
LIGHT_STEP_LEVELS = 2
"""A step changes no pixel by more: nobody sees it come."""
