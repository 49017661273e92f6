"""What is shown of a person before anybody talks: still pictures, and a clip of idling."""

from visavis.face.show.idle_clip import idle_clip
from visavis.face.show.stills import SHAPES, still

__all__ = ["SHAPES", "idle_clip", "still"]
