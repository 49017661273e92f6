"""The api process as an ASGI app: REST, the Lab's own routes, and the built Lab."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

import visavis
from visavis.api import proxy
from visavis.api.cors import Cors
from visavis.api.errors import LastResort, handle_errors
from visavis.api.idempotency import IdempotencyKeys
from visavis.api.ignored import Heeding
from visavis.api.limits import BodyLimit
from visavis.api.openapi.document import contract, operation_id
from visavis.api.pages import BUILT, LabPages
from visavis.api.paths import MisspeltVersion
from visavis.api.request_ids import RequestIds
from visavis.api.requests import CHECKED
from visavis.api.routes import (
    api_keys,
    avatar_builds,
    avatars,
    blobs,
    health,
    internal,
    knowledge_documents,
    knowledge_groups,
    lab,
    lab_session,
    llm_tests,
    llms,
    meetings,
    metrics,
    organizations,
    persona_drafts,
    personas,
    public_pages,
    server,
    session_analytics,
    session_history,
    sessions,
    share_links,
    tools,
    usage,
    vendor_keys,
    voice_vendors,
    voices,
    webhooks,
    widgets,
)
from visavis.services.blob_keeping import keep_sweeping
from visavis.services.bootstrap import open_control_wing
from visavis.services.courier import Courier
from visavis.services.engine_directory import EngineDirectory
from visavis.services.idempotency import keep_forgetting
from visavis.services.job_kinds import JOB_KINDS, LONG_JOB_KINDS
from visavis.services.jobs import Worker
from visavis.services.placement import Placement
from visavis.services.retention import keep_purging
from visavis.services.voice_samples import KIND
from visavis.services.voice_sampling import VoiceSampling
from visavis.settings import Settings

ROUTERS = (
    sessions.router,
    session_analytics.router,
    session_history.router,
    personas.router,
    persona_drafts.router,
    share_links.router,
    widgets.router,
    tools.router,
    knowledge_groups.router,
    knowledge_documents.router,
    avatars.router,
    avatar_builds.router,
    voices.router,
    voice_vendors.router,
    vendor_keys.router,
    llms.router,
    llm_tests.router,
    blobs.router,
    meetings.router,
    organizations.router,
    api_keys.router,
    webhooks.router,
    usage.router,
    metrics.router,
    health.router,
    server.router,
    lab.router,
    lab_session.router,
)
SWAGGER = "/swagger.json"
"""Where the public API has its contract; ours is at /openapi.json too."""

ENGINE_ROUTERS = (proxy.router, internal.router)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    wing = app.state.wing = await open_control_wing(settings)
    sampling = VoiceSampling(app.state.placement)
    behind = [
        asyncio.create_task(keep_purging(wing.database, settings.retention_days)),
        asyncio.create_task(keep_forgetting(wing.database)),
        asyncio.create_task(keep_sweeping(wing)),
        asyncio.create_task(Worker(wing, JOB_KINDS).run()),
        asyncio.create_task(Worker(wing, LONG_JOB_KINDS, at_once=1).run()),
        asyncio.create_task(Worker(wing, {KIND: sampling}, at_once=1).run()),
        asyncio.create_task(Courier(wing).run()),
    ]
    try:
        yield
    finally:
        for task in behind:
            task.cancel()
        await asyncio.gather(*behind, return_exceptions=True)
        await wing.close()


def create_app(settings: Settings, placement: Placement, engines: EngineDirectory | None = None) -> FastAPI:
    """While it runs, `app.state.wing` is the ControlWing and `app.state.placement` the placement.

    `engines` are those that clients reach through this process and that report to it.
    """

    app = FastAPI(
        title="visavis",
        version=visavis.__version__,
        lifespan=_lifespan,
        redirect_slashes=False,
        docs_url=None,  # it would load scripts from elsewhere
        redoc_url=None,
        openapi_url="/openapi.json",
        strict_content_type=False,  # a body of no type is JSON
        generate_unique_id_function=operation_id,
        servers=[{"url": settings.public_url}] if settings.public_url else None,
    )
    app.openapi = lambda: contract(app)  # type: ignore[method-assign]
    app.state.settings, app.state.placement, app.state.engines = settings, placement, engines
    app.add_api_route(SWAGGER, app.openapi, include_in_schema=False)
    handle_errors(app)
    for router in ROUTERS:
        app.include_router(router, dependencies=[CHECKED])
    for router in ENGINE_ROUTERS if engines is not None else ():
        app.include_router(router)
    if BUILT.is_dir():
        app.include_router(public_pages.router)
        app.router.default = LabPages()
    # the last one added is the outermost
    app.add_middleware(Heeding, strict=settings.strict)
    app.add_middleware(IdempotencyKeys)
    app.add_middleware(BodyLimit)
    app.add_middleware(MisspeltVersion)
    app.add_middleware(LastResort)
    app.add_middleware(Cors)
    app.add_middleware(RequestIds)
    return app
