from __future__ import annotations

import pytest
from tests.face.raster.expressions import NEUTRAL

from visavis.face.avatar import Avatar
from visavis.face.raster import Renderer, warm_up
from visavis.face.raster.frame import draw_frame

pytestmark = pytest.mark.timeout(600)  # the first run on a machine compiles the kernels


def test_a_session_compiles_nothing_after_the_warm_up(ana: Avatar) -> None:
    warm_up()
    Renderer(ana).render(NEUTRAL)
    assert len(draw_frame.signatures) == 1, "the warm-up compiled for other types than a mapped avatar has"
