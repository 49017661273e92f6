"""Azure OpenAI's addresses: whichever of them is given tells where its present API ("…/openai/v1") begins."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

OPENAI = re.compile(r"/openai(?=/|$)")
"""Where Azure's own part of a path begins."""


def resource(address: str) -> str:
    """Of a customer, or a gateway in front of it."""
    parts = urlsplit(address)
    gateway = OPENAI.split(parts.path.rstrip("/"))[0]
    return f"{parts.scheme}://{parts.netloc}{gateway}"


def present_api(address: str) -> str:
    return f"{resource(address)}/openai/v1"
