"""Every operation of our contract, as somebody uses it who owns all that it names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]
Rows = dict[str, str]
"""Ids of an organization's rows, by kind."""

ADDRESS = "https://93.184.215.14/hook"
"""Public, and needs no looking up."""
DEAF = "127.0.0.1:9"
"""Where nobody listens."""
ALEX = {"displayName": "Alex"}


@dataclass(frozen=True)
class Reference:
    """A field of a body that names a row of some kind."""

    field: str
    kind: str
    body: Callable[[str], Body]


@dataclass(frozen=True)
class Operation:
    ok: int
    """The answer to the owner."""
    body: Body | None = None
    query: Callable[[Rows], dict[str, str]] = lambda rows: {}
    kinds: dict[str, str] = field(default_factory=dict)
    """What the parameters of the path name, where it is not the usual kind."""
    references: tuple[Reference, ...] = ()

    def path(self, path: str, rows: Rows) -> str:
        return path.format_map({name: rows[kind] for name, kind in (kinds_in(path) | self.kinds).items()})


IDS = {
    "/v1/personas/": "persona",
    "/v1/avatars/": "avatar",
    "/v1/voices/": "voice",
    "/v1/llms/": "llm",
    "/v1/tools/": "tool",
    "/v1/knowledge/groups/": "group",
    "/v1/knowledge/documents/": "document",
    "/v1/sessions/": "session",
    "/v1/engine/session/": "running",
    "/v1/share-links/": "link",
    "/v1/api-keys/": "key",
    "/v1/meetings/invites/": "invite",
    "/v1/webhooks/": "webhook",
    "/lab/sessions/": "session",
    "/widgets/": "persona",
}
"""Where a path begins, and the kind of row that its {id} names."""
OTHERS = {
    "deliveryId": "delivery",
    "number": "version",
    "token": "link_token",
    "key": "blob",
    "file": "file",
    "vendor": "vendor",
}
"""Other parameters of paths, and the kind of row that each names."""
WORDS = {"vendor"}
"""Kinds that are no rows: the same for every organization."""
NUMBERED = {"version"}
"""Kinds whose ids are plain numbers, which any text may hold."""


def kinds_in(path: str) -> dict[str, str]:
    """The parameters of a path and what they name. Raises KeyError for one that nobody has said it of."""
    names = re.findall(r"{(\w+)", path)
    return {
        name: next(kind for start, kind in IDS.items() if path.startswith(start))
        if name == "id"
        else OTHERS[name]
        for name in names
    }


def _of_persona(wrap: Callable[[Body], Body]) -> tuple[Reference, ...]:
    """A persona names its parts under these names wherever it is described."""
    return (
        Reference("avatarId", "avatar", lambda id: wrap({"avatarId": id})),
        Reference("voiceId", "voice", lambda id: wrap({"voiceId": id})),
        Reference("llmId", "llm", lambda id: wrap({"llmId": id})),
        Reference("toolIds", "tool", lambda id: wrap({"toolIds": [id]})),
        Reference("knowledge", "group", lambda id: wrap({"knowledge": [id]})),
    )


INLINE = {"type": "server", "subtype": "knowledge", "name": "look_up"}
RAG = {"name": "look_up", "description": "Looks it up.", "type": "SERVER_RAG"}
MEETING = {"meetingUrl": "https://meet.google.com/abc-defg-hij"}


def _in_session(id_of: Callable[[Body], Body]) -> tuple[Reference, ...]:
    return (
        *_of_persona(id_of),
        Reference(
            "documentFolderIds", "group", lambda id: id_of({"tools": [INLINE | {"documentFolderIds": [id]}]})
        ),
    )


def _configured(config: Body) -> Body:
    return {"personaConfig": config}


IN_SESSION = (
    Reference("personaId", "persona", lambda id: _configured({"personaId": id})),
    *_in_session(_configured),
)
OF_TOOL = (
    Reference("documentFolderIds", "group", lambda id: RAG | {"config": {"documentFolderIds": [id]}}),
    Reference("folderIds", "group", lambda id: RAG | {"folderIds": [id]}),
)

OPERATIONS: dict[tuple[str, str], Operation] = {
    ("POST", "/v1/auth/session-token"): Operation(200, {}, references=IN_SESSION),
    ("POST", "/v1/engine/session"): Operation(200, {}, references=IN_SESSION),
    ("GET", "/v1/sessions/concurrency"): Operation(200),
    ("POST", "/v1/sessions/{id}/stop"): Operation(200, kinds={"id": "running"}),
    ("POST", "/v1/engine/session/{id}/kill"): Operation(200, kinds={"id": "running"}),
    ("GET", "/v1/sessions/analytics"): Operation(200),
    ("GET", "/v1/sessions/expected-gap"): Operation(200),
    ("GET", "/v1/sessions/analytics/daily"): Operation(200),
    ("GET", "/v1/sessions/{id}/analytics"): Operation(200),
    ("GET", "/v1/sessions"): Operation(200),
    ("GET", "/v1/sessions/{id}"): Operation(200),
    ("DELETE", "/v1/sessions/{id}"): Operation(200),
    ("GET", "/v1/sessions/{id}/transcript"): Operation(200),
    ("GET", "/v1/sessions/{id}/recording"): Operation(404),  # nothing was recorded
    ("GET", "/v1/personas"): Operation(200),
    ("POST", "/v1/personas"): Operation(201, {}, references=_of_persona(lambda parts: parts)),
    ("GET", "/v1/personas/{id}"): Operation(200),
    ("PUT", "/v1/personas/{id}"): Operation(
        200, {"name": "Nora"}, references=_of_persona(lambda parts: parts)
    ),
    ("DELETE", "/v1/personas/{id}"): Operation(200),
    ("GET", "/v1/personas/{id}/widget-use"): Operation(200),
    ("GET", "/v1/personas/{id}/draft"): Operation(200),
    ("PUT", "/v1/personas/{id}/draft"): Operation(
        200, {"name": "Nora"}, references=_of_persona(lambda parts: parts)
    ),
    ("DELETE", "/v1/personas/{id}/draft"): Operation(200),
    ("POST", "/v1/personas/{id}/publish"): Operation(200),
    ("GET", "/v1/personas/{id}/versions"): Operation(200),
    ("POST", "/v1/personas/{id}/versions/{number}/restore"): Operation(200),
    ("GET", "/v1/share-links"): Operation(200),
    ("POST", "/v1/share-links"): Operation(
        201,
        {"personaId": "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"},
        references=(Reference("personaId", "persona", lambda id: {"personaId": id}),),
    ),
    ("GET", "/v1/share-links/{id}"): Operation(200),
    ("PUT", "/v1/share-links/{id}"): Operation(200, {"name": "Fair"}),
    ("DELETE", "/v1/share-links/{id}"): Operation(200),
    ("GET", "/v1/tools"): Operation(200),
    ("POST", "/v1/tools"): Operation(
        201, {"name": "other", "description": "Does it.", "type": "CLIENT"}, references=OF_TOOL
    ),
    ("GET", "/v1/tools/{id}"): Operation(200),
    ("PUT", "/v1/tools/{id}"): Operation(200, {"description": "Does more."}, references=OF_TOOL),
    ("DELETE", "/v1/tools/{id}"): Operation(204),
    ("POST", "/v1/tools/{id}/test"): Operation(422, {"arguments": {}}),  # a client tool
    ("GET", "/v1/knowledge/groups"): Operation(200),
    ("POST", "/v1/knowledge/groups"): Operation(201, {"name": "Paintings"}),
    ("GET", "/v1/knowledge/groups/{id}"): Operation(200),
    ("PUT", "/v1/knowledge/groups/{id}"): Operation(200, {"name": "Paintings"}),
    ("DELETE", "/v1/knowledge/groups/{id}"): Operation(204),
    ("POST", "/v1/knowledge/groups/{id}/search"): Operation(200, {"query": "opening hours"}),
    ("GET", "/v1/knowledge/groups/{id}/documents"): Operation(200),
    ("POST", "/v1/knowledge/groups/{id}/documents"): Operation(201, {"name": "a.txt", "content": "Hello."}),
    ("POST", "/v1/knowledge/groups/{id}/documents/presigned-upload"): Operation(
        200, {"filename": "a.txt", "contentType": "text/plain", "fileSize": 6}
    ),
    ("POST", "/v1/knowledge/documents/{id}/confirm-upload"): Operation(
        200, {"fileSize": 6}, kinds={"id": "announced"}
    ),
    ("GET", "/v1/knowledge/documents/{id}"): Operation(200),
    ("PUT", "/v1/knowledge/documents/{id}"): Operation(200, {"filename": "b.txt"}),
    ("DELETE", "/v1/knowledge/documents/{id}"): Operation(204),
    ("GET", "/v1/knowledge/documents/{id}/download"): Operation(200),
    ("GET", "/v1/avatars"): Operation(200),
    ("POST", "/v1/avatars"): Operation(400, ALEX),  # an image would come from elsewhere
    ("GET", "/v1/avatars/{id}"): Operation(200),
    ("PUT", "/v1/avatars/{id}"): Operation(200, ALEX),
    ("DELETE", "/v1/avatars/{id}"): Operation(200, query=lambda rows: {"hard": "true"}),
    ("GET", "/v1/avatars/{id}/build"): Operation(200),
    ("PUT", "/v1/avatars/{id}/build/points"): Operation(409, {"nose": None}),  # no photo to see a nose in
    ("GET", "/v1/voices"): Operation(200),
    ("POST", "/v1/voices"): Operation(
        201,
        {"displayName": "Lucy", "provider": "cartesia", "providerVoiceId": "lucy"},
        references=(Reference("audioKey", "recording", lambda id: {"name": "Lucy", "audioKey": id}),),
    ),
    ("POST", "/v1/voices/presigned-upload"): Operation(
        200, {"filename": "a.wav", "contentType": "audio/wav", "fileSize": 6}
    ),
    ("GET", "/v1/voices/first-sounds"): Operation(200),
    ("GET", "/v1/voices/{id}"): Operation(200),
    ("PUT", "/v1/voices/{id}"): Operation(200, {"description": "Warm."}),
    ("POST", "/v1/voices/{id}/speak"): Operation(200, {"text": "Hello."}),
    ("DELETE", "/v1/voices/{id}"): Operation(200),
    ("GET", "/v1/voice-vendors"): Operation(200),
    ("GET", "/v1/llms"): Operation(200),
    ("POST", "/v1/llms"): Operation(201, {"displayName": "x", "llmFormat": "none"}),
    ("GET", "/v1/llms/{id}"): Operation(200),
    ("PUT", "/v1/llms/{id}"): Operation(200, {"description": "Quick."}),
    ("DELETE", "/v1/llms/{id}"): Operation(204),
    ("POST", "/v1/llms/models"): Operation(400, {"llmFormat": "advanced_voice"}),  # nothing is asked
    ("POST", "/v1/llms/{id}/models"): Operation(422, {"llmFormat": "none"}),  # there is no list of these
    ("POST", "/v1/llms/test"): Operation(400, {"llmFormat": "none"}),  # nothing would be asked
    ("POST", "/v1/llms/{id}/test"): Operation(400, {"llmFormat": "none"}),
    ("POST", "/v1/meetings/invites"): Operation(  # this server joins none
        503,
        MEETING | {"personaConfig": {"name": "Nora"}},
        references=(
            Reference("personaId", "persona", lambda id: MEETING | {"personaId": id}),
            *_in_session(lambda config: MEETING | _configured(config)),
        ),
    ),
    ("GET", "/v1/meetings/invites"): Operation(200),
    ("GET", "/v1/meetings/invites/{id}"): Operation(404),
    ("DELETE", "/v1/meetings/invites/{id}"): Operation(404),
    ("GET", "/v1/webhooks"): Operation(200),
    ("POST", "/v1/webhooks"): Operation(201, {"url": ADDRESS, "events": ["tool.called"]}),
    ("GET", "/v1/webhooks/{id}"): Operation(200),
    ("PUT", "/v1/webhooks/{id}"): Operation(200, {"description": "For the museum."}),
    ("DELETE", "/v1/webhooks/{id}"): Operation(200),
    ("POST", "/v1/webhooks/{id}/test"): Operation(200),
    ("POST", "/v1/webhooks/{id}/rotate-secret"): Operation(200),
    ("GET", "/v1/webhooks/{id}/deliveries"): Operation(200),
    ("POST", "/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver"): Operation(202),
    ("GET", "/v1/server"): Operation(200),
    ("POST", "/v1/server/checkup"): Operation(200),
    ("POST", "/v1/server/line-check"): Operation(400, {"sdp": "v=0"}),  # no offer to answer
    ("GET", "/v1/organization"): Operation(200),
    ("PUT", "/v1/organization"): Operation(200, {"name": "Museum"}),
    ("GET", "/v1/api-keys"): Operation(200),
    ("POST", "/v1/api-keys"): Operation(201, {"name": "Kiosk"}),
    ("DELETE", "/v1/api-keys/{id}"): Operation(200),
    ("GET", "/v1/vendor-keys"): Operation(200),
    ("PUT", "/v1/vendor-keys/{vendor}"): Operation(200, {"key": "sk-of-nobody-at-all"}),
    ("DELETE", "/v1/vendor-keys/{vendor}"): Operation(200),
    ("POST", "/v1/vendor-keys/{vendor}/test"): Operation(404, {}),  # there is none any more
    ("GET", "/v1/usage"): Operation(200),
}
"""Those that want a key. What is missing here fails the walk."""

PUBLIC = {
    ("POST", "/share/{token}/session-token"): "the link is the credential",
    ("GET", "/share/{token}/card"): "the link is the credential",
    ("POST", "/widgets/{id}/session-token"): "the site is the credential",
    ("GET", "/widgets/{id}/card"): "the site is the credential",
    ("GET", "/v1/blobs/{key}"): "the signature in the address is the credential",
    ("PUT", "/v1/blobs/{key}"): "the signature in the address is the credential",
    ("POST", "/v1/metrics/client"): "takes what SDKs report about themselves, and keeps none of it",
    ("GET", "/health"): "says only whether a session could start",
    ("GET", "/v1/assets/avatars/{file}"): "pictures of stock avatars",
    ("GET", "/v1/assets/voices/{file}"): "samples of stock voices",
    ("GET", "/lab/status"): "the page of this server, by default on this machine only",
    ("GET", "/lab/sessions/{id}/gaps"): "the page of this server, by default on this machine only",
    ("POST", "/lab/session"): "the API key is in the body, from pages of this server only",
    ("GET", "/lab/session"): "says whether this browser is signed in",
    ("DELETE", "/lab/session"): "signs this browser out",
    ("POST", "/lab/session-token"): "the page of this server, by default on this machine only",
}
"""Operations that need no key, and why."""

NAMES_NOTHING = {"providerVoiceId", "providerModelId", "apiKey", "id", "apiKeyId"}
"""Fields of bodies that end like references and are none of ours: ids of others, and aliases."""
