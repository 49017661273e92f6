"""What belongs together, in the order in which people read it."""

from __future__ import annotations

TAGS = [
    {"name": "Sessions", "description": "Tokens, running sessions, and what is kept of those that ended."},
    {"name": "Engine", "description": "Where a client starts a session and gets its address for WebRTC."},
    {"name": "Personas", "description": "A face, a voice, a language model and a prompt under one name."},
    {"name": "Avatars", "description": "Faces: those of the server, and your own from an image."},
    {"name": "Voices", "description": "Voices: those of the server, and your own from a recording."},
    {"name": "LLMs", "description": "Language models: the server's default, and your own endpoints."},
    {"name": "Tools", "description": "What a persona can do besides talking."},
    {"name": "Knowledge", "description": "Documents in groups, searched by words and by meaning."},
    {"name": "Share Links", "description": "Links that let a stranger talk to a persona without a key."},
    {"name": "Widget", "description": "What the widget asks from pages of the sites that may show it."},
    {"name": "Webhooks", "description": "Addresses of yours that are told of events, and the log of it."},
    {"name": "Meetings", "description": "Invitations of personas to video meetings."},
    {"name": "Organization", "description": "Settings of the organization of the API key."},
    {"name": "Vendor keys", "description": "Your own keys for vendors of voices and recognisers."},
    {"name": "API keys", "description": "Keys, and what each of them may do."},
    {"name": "Usage", "description": "Sessions and streamed seconds by day."},
    {"name": "Blobs", "description": "Files at signed addresses, which other answers give."},
    {"name": "Metrics", "description": "What clients report about their connections."},
    {"name": "Health", "description": "Whether the server can take a session."},
    {"name": "Lab", "description": "For the page of this server only."},
]
