"""All kinds of work that this server does in the background."""

from __future__ import annotations

from collections.abc import Mapping

from visavis.services import avatar_building, ingestion
from visavis.services.jobs import JobKind

JOB_KINDS: Mapping[str, JobKind] = {
    ingestion.KIND: ingestion.Ingestion(),
    avatar_building.KIND: avatar_building.AvatarBuild(),
}
