"""All kinds of work that this server does in the background."""

from __future__ import annotations

from collections.abc import Mapping

from visavis.services import avatar_building, filming, ingestion
from visavis.services.jobs import JobKind

JOB_KINDS: Mapping[str, JobKind] = {
    ingestion.KIND: ingestion.Ingestion(),
    avatar_building.KIND: avatar_building.AvatarBuild(),
}
LONG_JOB_KINDS: Mapping[str, JobKind] = {filming.KIND: filming.Filming()}
"""Those that take minutes, of which nobody waits for the end: they have a worker of their own."""
