"""From a portrait to an immutable rig."""

from visavis.face.build.load import UnknownFrameSize, UnknownPerson, load_avatar

__all__ = ["UnknownFrameSize", "UnknownPerson", "load_avatar"]
