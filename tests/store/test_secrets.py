"""Secrets at rest."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from visavis.store.secrets import (
    DIGEST_FILE,
    KEYS_FOLDER,
    SEALING_FILE,
    SIGNING_FILE,
    NotSealedHere,
    add_sealing_key,
    forget_old_sealing_keys,
    open_keyring,
)


def test_what_was_sealed_is_opened_after_a_restart(tmp_path: Path) -> None:
    sealed = open_keyring(tmp_path).seal("sk-secret")

    assert "sk-secret" not in sealed
    assert open_keyring(tmp_path).unseal(sealed) == "sk-secret"


def test_another_server_cannot_open_it(tmp_path: Path) -> None:
    sealed = open_keyring(tmp_path / "one").seal("sk-secret")

    with pytest.raises(NotSealedHere):
        open_keyring(tmp_path / "other").unseal(sealed)


@pytest.mark.parametrize("file", [SEALING_FILE, SIGNING_FILE, DIGEST_FILE])
def test_the_keys_are_for_their_owner_only(tmp_path: Path, file: str) -> None:
    open_keyring(tmp_path)

    assert stat.S_IMODE((tmp_path / KEYS_FOLDER / file).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / KEYS_FOLDER).stat().st_mode) == 0o700


def test_a_new_key_seals_and_the_old_one_still_opens(tmp_path: Path) -> None:
    old = open_keyring(tmp_path)
    sealed = old.seal("sk-secret")

    add_sealing_key(tmp_path)
    keyring = open_keyring(tmp_path)

    assert keyring.unseal(sealed) == "sk-secret"
    assert (keyring.is_fresh(sealed), keyring.is_fresh(keyring.seal("newer"))) == (False, True)
    with pytest.raises(NotSealedHere):
        old.unseal(keyring.seal("newer"))


def test_a_forgotten_key_opens_nothing(tmp_path: Path) -> None:
    sealed = open_keyring(tmp_path).seal("sk-secret")
    add_sealing_key(tmp_path)
    newer = open_keyring(tmp_path).seal("newer")

    assert [forget_old_sealing_keys(tmp_path) for _ in range(2)] == [1, 0]

    assert open_keyring(tmp_path).unseal(newer) == "newer"
    with pytest.raises(NotSealedHere):
        open_keyring(tmp_path).unseal(sealed)


def test_a_rotated_file_is_for_its_owner_only(tmp_path: Path) -> None:
    add_sealing_key(tmp_path)

    assert stat.S_IMODE((tmp_path / KEYS_FOLDER / SEALING_FILE).stat().st_mode) == 0o600
    assert len(list((tmp_path / KEYS_FOLDER).iterdir())) == 3
