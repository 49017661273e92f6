"""The model files that conversations use."""

from __future__ import annotations

from visavis.model_files import ModelFile

SILERO_VAD = ModelFile(
    name="silero-vad",
    purpose="tells speech from no speech (16 kHz)",
    file_name="silero_vad_16k.onnx",
    sha256="7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49",
    package="silero-vad",
    version="6.2.3",
    package_sha256="7b7f5436cfcb02fae583a05b512ea96467fd449fe54cb49a5e4f06c51a1e43b8",
    member="silero_vad/data/silero_vad_16k_op15.onnx",
    licence="MIT",
    licence_member="silero_vad-6.2.3.dist-info/licenses/LICENSE",
)

MODELS: tuple[ModelFile, ...] = (SILERO_VAD,)
"""What conversations need."""
