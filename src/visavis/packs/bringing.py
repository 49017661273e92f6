"""How the files of packs get here: over HTTP, going on where it broke off, or out of a folder."""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import httpx

from visavis.packs.catalogue import PackFile, Part

FRUITLESS_TRIES = 3
"""A download that broke off so often in a row without a byte more is given up."""
TIMEOUT = httpx.Timeout(30.0, connect=15.0)
BLOCK = 1 << 20

Progress = Callable[[PackFile, int], None]
"""Is told how many bytes of a file are here."""


class PackError(Exception):
    """A pack cannot be had, or not be used; the sentence says why and what to do."""


class Downloads:
    """Brings files from their addresses. What has come of one stays beside its place, as "NAME.part"."""

    def __init__(self, progress: Progress = lambda file, here: None) -> None:
        self._progress = progress

    def bring(self, part: Part, file: PackFile, place: Path) -> None:
        """Put the whole file there, unchecked. Raises PackError."""
        half = _half_of(place)
        fruitless = 0
        with httpx.Client(timeout=TIMEOUT, follow_redirects=True) as client:
            while (here := _size(half)) < file.bytes:
                try:
                    self._go_on(client, file, half, here)
                except httpx.TransportError as error:
                    fruitless = 0 if _size(half) > here else fruitless + 1
                    if fruitless == FRUITLESS_TRIES:
                        raise PackError(
                            f"{file.url}: {error or type(error).__name__}. "
                            f"{_megabytes(_size(half))} of {_megabytes(file.bytes)} are here; "
                            "the next pull goes on from there"
                        ) from error
                except httpx.RequestError as error:
                    raise PackError(f"{file.url}: {error}") from error
                except OSError as error:
                    raise _about_the_disk(error, half) from error
        half.replace(place)

    def _go_on(self, client: httpx.Client, file: PackFile, half: Path, here: int) -> None:
        headers = {"Accept-Encoding": "identity"}  # bytes are counted as they lie there
        if here:
            headers["Range"] = f"bytes={here}-"
        with client.stream("GET", file.url, headers=headers) as answer:
            if here and answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                half.unlink()
                raise PackError(f"{file.url}: shorter than the {file.bytes} bytes that it should have")
            if answer.status_code not in (200, 206):
                raise PackError(f"{file.url}: the server answers {answer.status_code} {answer.reason_phrase}")
            resumed = answer.status_code == 206 and _begins_at(answer) == here
            if answer.status_code == 206 and not resumed:
                raise PackError(f"{file.url}: the server sent another part of the file than was asked for")
            here = here if resumed else 0
            with half.open("ab" if resumed else "wb") as sink:
                for block in answer.iter_bytes():
                    here += len(block)
                    if here > file.bytes:
                        sink.close()
                        half.unlink()
                        raise PackError(f"{file.url}: longer than the {file.bytes} bytes that it should have")
                    sink.write(block)
                    self._progress(file, here)
        if here < file.bytes:
            raise httpx.RemoteProtocolError("the connection ended before the file did")


class Folder:
    """Brings files out of a folder: another server's `packs/parts`, or a flat one with their own names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def bring(self, part: Part, file: PackFile, place: Path) -> None:
        """Put a copy there, unchecked. Raises PackError."""
        nested = (self._folder / part.name / name for name in (file.name, file.origin))
        found = next((one for one in (*nested, self._folder / file.origin) if one.is_file()), None)
        if found is None:
            raise PackError(
                f"{self._folder} has no {file.origin}, nor {part.name}/{file.name}: it is at {file.url}"
            )
        try:
            shutil.copyfile(found, place)
        except OSError as error:
            raise _about_the_disk(error, place) from error


def checksum(path: Path) -> str:
    """sha256, in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def come(place: Path) -> int:
    """Bytes of a file that are here, wholly or half."""
    return max(_size(place), _size(_half_of(place)))


def check_room(folder: Path, wanted: int) -> None:
    """Raises PackError where fewer bytes are free."""
    free = shutil.disk_usage(folder).free
    if free < wanted:
        raise PackError(
            f"{folder} has {_megabytes(free)} free, and {_megabytes(wanted)} are needed: make room, "
            "or name another data folder with VISAVIS_DATA_DIR"
        )


def _about_the_disk(error: OSError, path: Path) -> PackError:
    if error.errno == errno.ENOSPC:
        return PackError(f"{path.parent} is full: make room, and pull again; what has come stays")
    return PackError(f"{path} cannot be written: {error.strerror or error}")


def _begins_at(answer: httpx.Response) -> int | None:
    """Of "Content-Range: bytes 100-199/200"; None where it does not say."""
    unit, _, span = answer.headers.get("content-range", "").partition(" ")
    first = span.partition("-")[0]
    return int(first) if unit == "bytes" and first.isdigit() else None


def _half_of(place: Path) -> Path:
    return place.with_name(f"{place.name}.part")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _megabytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB"
