"""/v1/metrics/client: what the SDKs tell about their connections; they need an answer, no more."""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.openapi.models import Example

from visavis.api.schemas.base import Done
from visavis.services.errors import Invalid
from visavis.services.ignored import ignore
from visavis.services.options import JsonObject
from visavis.services.unused_fields import quoted

log = logging.getLogger(__name__)
router = APIRouter(prefix="/v1/metrics", tags=["Metrics"])

MOST_METRICS = 50
MOST_CHARACTERS = 2000
METRIC = {"name": "client_session_attempt", "value": "1", "tags": {"client": "js-sdk"}}
EXAMPLES: dict[str, Example] = {"Several": {"summary": "Several at once", "value": {"metrics": [METRIC]}}}


@router.post("/client")
async def report_client_metrics(
    body: Annotated[JsonObject, Body(openapi_examples=EXAMPLES)],
) -> Done:
    """One metric, or {"metrics": [at most 50]}."""
    metrics = body.get("metrics", [body])
    if not isinstance(metrics, list) or len(metrics) > MOST_METRICS:
        raise Invalid("metrics", f"A list of {MOST_METRICS} metrics at most")
    if "metrics" in body:
        ignore(quoted(name) for name in body if name != "metrics")
    for metric in metrics:
        log.debug("client metric %.*s", MOST_CHARACTERS, metric)
    return Done()
