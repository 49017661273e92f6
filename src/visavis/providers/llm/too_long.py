"""Whether a model refused a question because it cannot read so much at once, by what it says.

There is no common code for it. The words are those of OpenAI and vLLM ("maximum context length"), llama.cpp
("exceeds the available context size"), Groq ("reduce the length"), Anthropic ("prompt is too long",
"model_context_window_exceeded") and Gemini ("exceeds the maximum number of tokens").
"""

from __future__ import annotations

import re

_SAID = re.compile(
    r"context[ _](length|size|window)|prompt is too long|maximum number of tokens|reduce the length"
    r"|longer than the maximum model length",
    re.IGNORECASE,
)


def is_too_long(error: Exception) -> bool:
    return _SAID.search(str(error)) is not None
