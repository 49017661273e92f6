"""Secrets at rest: sealed with keys that live in 0600 files of the data folder, beside the database."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

KEYS_FOLDER = "keys"
SEALING_FILE = "sealing.keys"
SIGNING_FILE = "signing.key"


class NotSealedHere(Exception):
    """A sealed value that none of our keys opens: it was sealed elsewhere, or its key is gone."""


@dataclass(frozen=True)
class Keyring:
    sealing: MultiFernet
    """Seals with the first key and opens with any: a new first line in the file rotates."""
    signing: bytes
    """Signs session tokens."""

    def seal(self, plain: str) -> str:
        return self.sealing.encrypt(plain.encode()).decode()

    def unseal(self, sealed: str) -> str:
        try:
            return self.sealing.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise NotSealedHere from None


def open_keyring(data_dir: Path) -> Keyring:
    """Reads the keys, or makes them at the first start."""
    folder = data_dir / KEYS_FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    sealing = _read_or_make(folder / SEALING_FILE, Fernet.generate_key().decode())
    signing = _read_or_make(folder / SIGNING_FILE, secrets.token_hex(32))
    return Keyring(MultiFernet([Fernet(line) for line in sealing.split()]), bytes.fromhex(signing))


def _read_or_make(path: Path, fresh: str) -> str:
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(file, "w") as writer:
        writer.write(fresh + "\n")
    return fresh
