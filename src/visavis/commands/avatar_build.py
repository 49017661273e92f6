"""visavis avatar build: a face from a photo."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from visavis.commands.store import DataDir
from visavis.settings import Settings


def build(
    photo: Annotated[Path, typer.Argument(help="JPEG, PNG or WebP of one person, seen from the front.")],
    out: Annotated[
        Path | None,
        typer.Option(help="The avatar file to write.", show_default="the photo's name, .avatar"),
    ] = None,
    size: Annotated[str, typer.Option(help="512x512, 720x480, 1152x768 or 768x1152.")] = "720x480",
    report: Annotated[
        Path | None, typer.Option(help="Also write what was seen in the photo, as JSON.")
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option(help="Also draw twelve looks of the avatar into a picture.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Build an avatar file from a photo.

    The server does the same with photos that are posted to /v1/avatars. A photo that will not do is refused
    with the reason, and exit code 1.
    """
    from visavis.contract.avatar_build import stage_at
    from visavis.face.avatar import AvatarError, open_avatar, save_avatar
    from visavis.face.photo.building import FaceModels, build_from_photo
    from visavis.face.photo.findings import PhotoRefused
    from visavis.model_files import ModelError
    from visavis.services.errors import Unprocessable
    from visavis.services.image_files import inspect

    frame = _frame(size)
    settings = Settings() if data_dir is None else Settings(data_dir=data_dir)

    def progress(done: float) -> None:
        typer.echo(f"{stage_at(done)} …", err=True)

    try:
        content = photo.read_bytes()
        inspect(content)
        made = build_from_photo(content, FaceModels(settings.models_dir), progress=progress)
        if frame not in made.framings:
            raise AvatarError(f"The photo shows too little for {size}; smaller frames would do.")
        target = out or photo.with_suffix(".avatar")
        save_avatar(made.rig(frame), target)
    except PhotoRefused as refused:
        _write(report, refused.report.model_dump_json(indent=2))
        raise _given_up(str(refused)) from None
    except (OSError, Unprocessable, AvatarError, ModelError) as error:
        raise _given_up(str(error)) from None
    for finding in made.report.findings:
        typer.echo(f"{finding.level}: {finding.message}", err=True)
    _write(report, made.report.model_dump_json(indent=2))
    if sheet is not None:
        import cv2

        from visavis.face.contact_sheet import contact_sheet

        cv2.imwrite(str(sheet), contact_sheet(open_avatar(target)))
    typer.echo(target)


def _frame(size: str) -> tuple[int, int]:
    from visavis.face.photo.framing import IDEAL_WIDTHS

    match = re.fullmatch(r"(\d{2,4})x(\d{2,4})", size)
    frame = (int(match[1]), int(match[2])) if match else (0, 0)
    if frame not in IDEAL_WIDTHS:
        known = ", ".join(f"{width}x{height}" for width, height in IDEAL_WIDTHS)
        raise typer.BadParameter(f"{size} is no frame; there are {known}.", param_hint="--size")
    return frame


def _write(path: Path | None, text: str) -> None:
    if path is not None:
        path.write_text(text + "\n")


def _given_up(why: str) -> typer.Exit:
    typer.echo(why, err=True)
    return typer.Exit(1)
