"""Writes the types of our own contract for the web app: web/src/api/contract.ts.

    .venv/bin/python scripts/lab_contract.py

A test says when that has to be done again.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from fastapi import FastAPI

ROOT = Path(__file__).parent.parent
GENERATOR = ROOT / "tests/api/clients/node_modules/openapi-typescript/bin/cli.js"
WRITTEN = ROOT / "web/src/api/contract.ts"
NO_DEFAULTS = "--default-non-nullable=false"
"""A field with a default may still be left out of a request."""


def generated(app: FastAPI) -> str:
    """TypeScript. Needs Node and the packages that scripts/setup.sh dev installs."""
    with tempfile.TemporaryDirectory() as folder:
        document, types = Path(folder) / "contract.json", Path(folder) / "contract.ts"
        document.write_text(json.dumps(app.openapi()))
        subprocess.run(
            ["node", GENERATOR, document, "--output", types, NO_DEFAULTS],
            check=True,
            capture_output=True,
        )
        return types.read_text()


def main() -> None:
    from visavis.api.app import create_app
    from visavis.settings import Settings

    nobody: Any = None  # is placed anywhere
    WRITTEN.write_text(generated(create_app(Settings(), nobody)))


if __name__ == "__main__":
    main()
