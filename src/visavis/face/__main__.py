"""`python -m visavis.face`: compile the renderer now, so that no start of the server waits for it."""

from visavis.face.renderer import warm_up

warm_up()
