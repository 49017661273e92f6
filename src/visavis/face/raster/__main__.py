"""`python -m visavis.face.raster`: compile the renderer now, so that no start of the server waits for it."""

from visavis.face.raster.warm_up import warm_up

warm_up()
