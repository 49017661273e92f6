"""What can be said of a photo: why it is refused, and what would make it better. All limits stand here.

Measured on one photograph, on the stock people's pictures, and on these turned, shrunk, blurred and cut.
"""

from __future__ import annotations

from enum import Enum

from visavis.contract.avatar_build import Finding, PhotoReport
from visavis.face.avatar import AvatarError
from visavis.model_files import FETCH_COMMAND

LEAST_CONFIDENCE = 0.8
"""Of the landmark network that it sees a face. Faces: above 0.98; a drawn smile 0.48; other things 0.01."""
LEAST_FACE_PX = 64
"""Width of the face. The largest frame shows it nearly five times as large, and then one sees pixels."""
GOOD_FACE_PX = 160
RIVAL_SHARE = 0.45
"""Another face at least this wide, relative to the largest, is a second person to choose from."""
MOST_YAW_DEG, MOST_PITCH_DEG, MOST_ROLL_DEG = 24.0, 26.0, 32.0
"""Turned further, one does not see an eye's corner or a cheek that the talking face has to show."""
GOOD_YAW_DEG = 13.0
LEVEL_PITCH_DEG = -4.0
"""What the landmarks of a face that looks straight ahead say."""
LEAST_SHARPNESS, GOOD_SHARPNESS = 0.125, 0.27
"""See judging.sharpness. Sharp: 0.5 and more; blurred by a fiftieth of the face's width: 0.15."""
CUT_TOLERANCE = 0.025
"""Share of the face's size that landmarks may lie outside the photo: they are no surer."""
LEAST_ROOM_BELOW_CHIN = 0.10
"""Of the distance from the eyes to the chin, to the photo's lower edge: the jaw moves there."""
CLOSED_EYES = 0.12
"""Opening of the lids by the eye's width. Closed: below 0.09; open: 0.33 and more; laughing: 0.2."""
WIDE_MOUTH = 0.30
"""Gap between the lips by the mouth's width. A grin that shows its teeth has 0.17."""
DARK, BRIGHT = 60.0, 225.0
"""Mean brightness of the face, 0 to 255."""


class Refusal(Enum):
    DAMAGED_IMAGE = "The image is damaged and cannot be decoded; save it anew, or use another."
    NO_FACE = "There is no face to be found in this photo; use a photo of one person, seen from the front."
    SEVERAL_FACES = "There are several faces in this photo; cut it so that it shows one person."
    FACE_TOO_SMALL = (
        "The face is too small in this photo; go nearer, or use a larger one: it needs "
        f"{LEAST_FACE_PX} pixels in width, and looks good from {GOOD_FACE_PX} on."
    )
    TOO_BLURRED = "The face is blurred in this photo; use one that is in focus and not shaken."
    FACE_TURNED = "The face is turned aside in this photo; use one in which it looks straight at the camera."
    FACE_NODDED = "The face looks up or down in this photo; use one that was taken at the height of the eyes."
    FACE_TILTED = "The head is tilted, or the photo lies on its side; turn it so that the head is upright."
    FACE_CUT = (
        "The face is cut by the edge of this photo; use one that shows all of it, and some of the neck."
    )
    MODELS_MISSING = f"This server cannot build faces until its operator has run `{FETCH_COMMAND}`."
    EYES_CLOSED = "The eyes are closed in this photo; use one in which they look at the camera."


class Advice(Enum):
    MOUTH_OPEN = (
        "The lips are parted in this photo. That works, but a relaxed, closed mouth speaks more naturally: "
        "folds of a smile stay where they are."
    )
    MOUTH_WIDE_OPEN = (
        "The mouth is wide open in this photo; closing it bends the face a lot. Use one with a closed mouth."
    )
    FACE_SMALL = (
        f"The face is small in this photo, so large frames will look soft; {GOOD_FACE_PX} pixels in width "
        "are good."
    )
    SOFT = "The face is a little blurred in this photo; a sharper one would look better."
    TURNED_A_LITTLE = "The face is turned a little aside; straight at the camera looks better when it moves."
    DARK = "The face is dark in this photo; more light from the front would help."
    BRIGHT = "The face is very bright in this photo; softer light would keep more of it."
    OTHERS_BEHIND = (
        "There are smaller faces in the background, which will stay still; one person alone is better."
    )
    HAIR_CUT = "The top of the head is cut by the edge of this photo; leave some room above it."
    NO_PORTRAIT = (
        "The photo ends too near below the face for the upright frame (768x1152); show more of the body."
    )


def refusal(code: Refusal) -> Finding:
    return Finding(code=code.name.lower(), level="refusal", message=code.value)


def advice(code: Advice) -> Finding:
    return Finding(code=code.name.lower(), level="advice", message=code.value)


class PhotoRefused(AvatarError):
    """No face can be built from this photo; the report says why, and what was seen."""

    def __init__(self, code: Refusal, report: PhotoReport | None = None) -> None:
        super().__init__(code.value)
        self.code = code
        seen = report or PhotoReport()
        self.report = seen.model_copy(update={"findings": (refusal(code), *seen.findings)})
