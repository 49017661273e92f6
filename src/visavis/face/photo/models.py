"""The model files that building an avatar from a photo needs."""

from __future__ import annotations

from dataclasses import replace

from visavis.model_files import ModelFile

FACE_DETECTION = ModelFile(
    name="face-detection",
    purpose="finds faces in a photo",
    file_name="face_detection_short_range.tflite",
    sha256="bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
    package="mediapipe",
    version="0.10.21",
    package_sha256="956eb1ebc275c629e61b085b2cab89c3a5b9e93bad1bb107348d98dafb5a4bb5",
    member="mediapipe/modules/face_detection/face_detection_short_range.tflite",
    licence="Apache-2.0",
    licence_member="mediapipe-0.10.21.dist-info/LICENSE",
    wheel_tag="cp312-cp312-manylinux_2_28_x86_64",
)
FACE_LANDMARKS = replace(
    FACE_DETECTION,
    name="face-landmarks",
    purpose="lays 468 points onto a face",
    file_name="face_landmark.tflite",
    sha256="1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
    member="mediapipe/modules/face_landmark/face_landmark.tflite",
)
IRIS_LANDMARKS = replace(
    FACE_DETECTION,
    name="iris-landmarks",
    purpose="refines lids and irises",
    file_name="iris_landmark.tflite",
    sha256="d1744d2a09c25f501d39eba4faff47e53ecca8852c5ce19bce8eeac39357521f",
    member="mediapipe/modules/iris_landmark/iris_landmark.tflite",
)
SEGMENTATION = replace(
    FACE_DETECTION,
    name="selfie-segmentation",
    purpose="tells a person from the room",
    file_name="selfie_segmentation.tflite",
    sha256="9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
    member="mediapipe/modules/selfie_segmentation/selfie_segmentation.tflite",
)

MODELS: tuple[ModelFile, ...] = (FACE_DETECTION, FACE_LANDMARKS, IRIS_LANDMARKS, SEGMENTATION)
"""All four are in one package of 36 MB, and are 4.4 MB of it."""
