"""Secrets at rest."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from visavis.store.secrets import KEYS_FOLDER, SEALING_FILE, SIGNING_FILE, NotSealedHere, open_keyring


def test_what_was_sealed_is_opened_after_a_restart(tmp_path: Path) -> None:
    sealed = open_keyring(tmp_path).seal("sk-secret")

    assert "sk-secret" not in sealed
    assert open_keyring(tmp_path).unseal(sealed) == "sk-secret"


def test_another_server_cannot_open_it(tmp_path: Path) -> None:
    sealed = open_keyring(tmp_path / "one").seal("sk-secret")

    with pytest.raises(NotSealedHere):
        open_keyring(tmp_path / "other").unseal(sealed)


@pytest.mark.parametrize("file", [SEALING_FILE, SIGNING_FILE])
def test_the_keys_are_for_their_owner_only(tmp_path: Path, file: str) -> None:
    open_keyring(tmp_path)

    assert stat.S_IMODE((tmp_path / KEYS_FOLDER / file).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / KEYS_FOLDER).stat().st_mode) == 0o700


def test_a_new_first_line_rotates_the_sealing_key(tmp_path: Path) -> None:
    old = open_keyring(tmp_path).seal("sk-secret")
    file = tmp_path / KEYS_FOLDER / SEALING_FILE
    fresh = Fernet.generate_key().decode()
    file.write_text(f"{fresh}\n{file.read_text()}")

    keyring = open_keyring(tmp_path)

    assert keyring.unseal(old) == "sk-secret"
    assert Fernet(fresh).decrypt(keyring.seal("newer").encode()) == b"newer"
