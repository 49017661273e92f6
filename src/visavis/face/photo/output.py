"""The files of an avatar that was built from a photo: a rig for each frame, and pictures to show."""

from __future__ import annotations

from pathlib import Path

import cv2

from visavis.contract.avatar_build import PICTURES, STAGES, BuildOrder, PhotoReport, avatar_file, picture_file
from visavis.face.avatar import save_avatar
from visavis.face.photo.building import FaceModels, Progress, Seeing, build_from_photo

QUALITY = 88
"""WebP, 0 to 100."""
BUILDING_FROM, BUILDING_UNTIL = STAGES[-3][0], STAGES[-2][0]


def build_into(
    folder: Path, photo: bytes, models_dir: Path, order: BuildOrder, progress: Progress, seeing: Seeing
) -> PhotoReport:
    """Raises PhotoRefused, ModelMissing."""
    cv2.setNumThreads(1)  # the other cores are for conversations
    made = build_from_photo(photo, FaceModels(models_dir), order.corrections, progress, seeing)
    sizes = made.report.sizes
    for number, size in enumerate(sizes, start=1):
        save_avatar(made.rig((size.width, size.height)), folder / avatar_file(size))
        progress(BUILDING_FROM + (BUILDING_UNTIL - BUILDING_FROM) * number / len(sizes))
    for shape in PICTURES:
        still = made.still(shape)
        if still is not None:
            cv2.imwrite(str(folder / picture_file(shape)), still, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
    return made.report
