"""From one photo to a portrait that a rig can be built from."""

from visavis.face.photo.building import FaceModels, PhotoAvatar, Progress, build_from_photo
from visavis.face.photo.findings import PhotoRefused

__all__ = ["FaceModels", "PhotoAvatar", "PhotoRefused", "Progress", "build_from_photo"]
