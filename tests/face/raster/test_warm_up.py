from __future__ import annotations

import pytest
from tests.face.raster.expressions import TURNED

from visavis.face.avatar import Avatar
from visavis.face.raster import Renderer, warm_up
from visavis.face.raster.frame import draw_frame
from visavis.face.raster.light import compose_light, forget_lit_cells

pytestmark = pytest.mark.timeout(600)  # the first run on a machine compiles the kernels


def test_a_session_compiles_nothing_after_the_warm_up(ana: Avatar) -> None:
    warm_up()
    Renderer(ana).render(TURNED)
    for compiled in (draw_frame, compose_light, forget_lit_cells):
        types = len(compiled.signatures)
        assert types == 1, "the warm-up compiled for other types than a mapped avatar has"
