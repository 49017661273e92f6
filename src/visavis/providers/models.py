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

SMART_TURN = ModelFile(
    name="smart-turn",
    purpose="tells by the melody whether a turn is complete",
    file_name="smart-turn-v3.2-cpu.onnx",
    sha256="2bb026316b14a660486a75b1733cd3fbab8c2fd0314dc9af7be49f8cca967e4f",
    package="pipecat-ai",
    version="1.14.0",
    package_sha256="0352f504b44e78bdf524e45af4bc759601c835b9b7dc195efe5e03384b974a44",
    member="pipecat/audio/turn/smart_turn/data/smart-turn-v3.2-cpu.onnx",
    licence="BSD-2-Clause",
    licence_member="pipecat_ai-1.14.0.dist-info/licenses/LICENSE",
    optional=True,
)

MODELS: tuple[ModelFile, ...] = (SILERO_VAD,)
"""What conversations need."""
TURN_MODELS = {"smart-turn": SMART_TURN}
"""By the names of the setting `turn_model`."""
