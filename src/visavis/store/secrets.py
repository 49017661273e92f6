"""Secrets at rest: sealed with keys that live in 0600 files of the data folder, beside the database."""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

KEYS_FOLDER = "keys"
SEALING_FILE = "sealing.keys"
SIGNING_FILE = "signing.key"
DIGEST_FILE = "digest.key"


class NotSealedHere(Exception):
    """A sealed value that none of our keys opens: it was sealed elsewhere, or its key is gone."""


@dataclass(frozen=True)
class Keyring:
    sealing: tuple[Fernet, ...]
    """The first seals, and any opens."""
    signing: bytes
    """Signs session tokens and addresses."""
    digesting: bytes
    """Makes digests of API keys which nobody without it can make or check."""

    def seal(self, plain: str) -> str:
        return self.sealing[0].encrypt(plain.encode()).decode()

    def unseal(self, sealed: str) -> str:
        try:
            return MultiFernet(self.sealing).decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise NotSealedHere from None

    def is_fresh(self, sealed: str) -> bool:
        """Whether the first key sealed it."""
        try:
            self.sealing[0].decrypt(sealed.encode())
        except InvalidToken:
            return False
        return True

    def digest(self, text: str) -> bytes:
        """32 bytes."""
        return hmac.digest(self.digesting, text.encode(), "sha256")


def open_keyring(data_dir: Path) -> Keyring:
    """Reads the keys, or makes them at the first start."""
    folder = data_dir / KEYS_FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    sealing = _read_or_make(folder / SEALING_FILE, Fernet.generate_key().decode())
    signing = _read_or_make(folder / SIGNING_FILE, secrets.token_hex(32))
    digesting = _read_or_make(folder / DIGEST_FILE, secrets.token_hex(32))
    return Keyring(
        tuple(Fernet(line) for line in sealing.split()), bytes.fromhex(signing), bytes.fromhex(digesting)
    )


def add_sealing_key(data_dir: Path) -> None:
    """A new key in front of the others; whoever opens the keyring from now on seals with it."""
    open_keyring(data_dir)
    path = data_dir / KEYS_FOLDER / SEALING_FILE
    _replace(path, [Fernet.generate_key().decode(), *path.read_text().split()])


def forget_old_sealing_keys(data_dir: Path) -> int:
    """How many there were. What they sealed can never be opened again."""
    open_keyring(data_dir)
    path = data_dir / KEYS_FOLDER / SEALING_FILE
    first, *old = path.read_text().split()
    if old:
        _replace(path, [first])
    return len(old)


def _replace(path: Path, lines: Sequence[str]) -> None:
    """Whole or not at all, also when the machine stops in between."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as writer:
        writer.write("".join(f"{line}\n" for line in lines))
        writer.flush()
        os.fsync(writer.fileno())
    fresh.replace(path)


def _read_or_make(path: Path, fresh: str) -> str:
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(file, "w") as writer:
        writer.write(fresh + "\n")
    return fresh
