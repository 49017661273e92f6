"""The stock catalogue: what stands behind the ids that the public documents use.

`docs/compatibility.md` shows these tables to people; the tests compare the two.
"""

from __future__ import annotations

from dataclasses import dataclass

from visavis.services.stock_avatars import AVATARS, CARA_ID, KENJI_ID

CLIENT_THINKS = "CUSTOMER_CLIENT_V1"
LEGACY_LLMS = {"ANAM_GPT_4O_MINI_V1", "ANAM_LLAMA_v3_3_70B_V1"}
"""Values of the old `brainType`; they mean the default LLM."""


VERSIONS = ("v1", "v2", "cara-4-3")
ACTIVE_VERSION = "v2"
"""Internal versions of every stock avatar, as the public documents of April show them; v2 is cara-3."""


@dataclass(frozen=True, slots=True)
class StockVoice:
    id: str
    display_name: str
    provider: str
    """The family of generation options; the embedded engines take those of FISH_AUDIO: speed, volume."""
    engine: str
    engine_voice: str
    gender: str | None
    country: str | None
    description: str
    language: str = "en"
    provider_voice_id: str | None = None
    provider_model_id: str | None = None
    display_tags: tuple[str, ...] = ()
    published: bool = False

    @property
    def stand_in_note(self) -> str | None:
        """Why another voice than the named one is heard."""
        if not self.published:
            return None
        family = {"ELEVENLABS": "ElevenLabs", "CARTESIA": "Cartesia"}[self.provider]
        why = f"this server has no {family} key"
        if self.provider_voice_id is None:
            why = f"its id at {family} is not published"
        return (
            f"Spoken by the embedded voice {self.engine} {self.engine_voice}: "
            f"{why}, so it stands in for {self.display_name}."
        )


@dataclass(frozen=True, slots=True)
class StockLlm:
    id: str
    kind: str
    """default, offline or none, as in store.catalogue.Llm."""
    display_name: str
    description: str
    published: bool = True

    @property
    def llm_format(self) -> str:
        return "openai" if self.kind == "default" else "none"


@dataclass(frozen=True, slots=True)
class StockPersona:
    id: str
    name: str
    description: str
    avatar_id: str
    voice_id: str
    system_prompt: str
    initial_message: str


@dataclass(frozen=True, slots=True)
class StockTool:
    """A SYSTEM tool: what a persona may do with the conversation itself."""

    id: str
    name: str
    """Its action too."""
    description: str


DEFAULT_AVATAR = CARA_ID

LUCY = "de23e340-1416-4dd8-977d-065a7ca11697"
CARAS_VOICE = "6bfbe25a-979d-40f3-a92b-5394170af54b"
FLITE_SLT = "b3b1f0de-6a53-4a3c-8c3e-2f6b7d1c5e01"
FLITE_RMS = "b3b1f0de-6a53-4a3c-8c3e-2f6b7d1c5e02"
FLITE_AWB = "b3b1f0de-6a53-4a3c-8c3e-2f6b7d1c5e03"


def _espeak(number: int, name: str, voice: str, country: str | None) -> StockVoice:
    return StockVoice(
        f"b3b1f0de-6a53-4a3c-8c3e-2f6b7d1c5e{number}",
        f"espeak-ng {name}",
        "FISH_AUDIO",
        "espeak-ng",
        voice,
        "NEUTRAL",
        country,
        f"Embedded formant voice for {name}: clear and mechanical, starts at once.",
        language=voice.split("-")[0],
        display_tags=("embedded", "offline"),
    )


VOICES = (
    StockVoice(
        LUCY,
        "Lucy - Fresh & Casual",
        "ELEVENLABS",
        "flite",
        "slt",
        "FEMALE",
        "GB",
        "A young British woman, lively and casual.",
        provider_voice_id="lcMyyd2HUfFzxdCaC4Ta",
        provider_model_id="eleven_flash_v2_5",
        display_tags=("fast",),
        published=True,
    ),
    StockVoice(
        CARAS_VOICE,
        "Cara",
        "ELEVENLABS",
        "flite",
        "slt",
        "FEMALE",
        "US",
        "The voice of the published Cara examples.",
        published=True,
    ),
    StockVoice(
        FLITE_SLT,
        "Flite SLT",
        "FISH_AUDIO",
        "flite",
        "slt",
        "FEMALE",
        "US",
        "Embedded American woman; runs without a network.",
        display_tags=("embedded", "offline"),
    ),
    StockVoice(
        FLITE_RMS,
        "Flite RMS",
        "FISH_AUDIO",
        "flite",
        "rms",
        "MALE",
        "US",
        "Embedded American man, the clearest of the embedded voices; runs without a network.",
        display_tags=("embedded", "offline"),
    ),
    StockVoice(
        FLITE_AWB,
        "Flite AWB",
        "FISH_AUDIO",
        "flite",
        "awb",
        "MALE",
        "GB",
        "Embedded Scottish man; runs without a network.",
        display_tags=("embedded", "offline"),
    ),
    _espeak(10, "English (America)", "en-us", "US"),
    _espeak(11, "English (Britain)", "en-gb", "GB"),
    _espeak(12, "German", "de", "DE"),
    _espeak(13, "French", "fr", "FR"),
    _espeak(14, "Spanish", "es", "ES"),
    _espeak(15, "Italian", "it", "IT"),
    _espeak(16, "Portuguese (Brazil)", "pt-br", "BR"),
    _espeak(17, "Dutch", "nl", "NL"),
    _espeak(18, "Polish", "pl", "PL"),
    _espeak(19, "Swedish", "sv", "SE"),
    _espeak(20, "Turkish", "tr", "TR"),
    _espeak(21, "Hindi", "hi", "IN"),
)

DEFAULT_LLM = "a7cf662c-2ace-4de1-a21e-ef0fbf144bb7"
_DEFAULT_LLM_IDS = {
    DEFAULT_LLM: "Default LLM",
    "0934d97d-0c3a-4f33-91b0-5e136a0ef466": "Default LLM (0934d97d)",
    "7736a22f-2d79-4720-952c-25fdca55ad40": "Default LLM (7736a22f)",
}
OFFLINE_LLM = "b3b1f0de-6a53-4a3c-8c3e-2f6b7d1c5f01"

LLMS = (
    *(
        StockLlm(id, "default", name, "The language model that this server is configured with.")
        for id, name in _DEFAULT_LLM_IDS.items()
    ),
    StockLlm(
        CLIENT_THINKS, "none", "Disable LLM", "Nothing answers by itself: the client sends what is said."
    ),
    StockLlm(
        OFFLINE_LLM,
        "offline",
        "Offline answerer",
        "Embedded. Answers from the persona's own prompt without a language model; for trying things out.",
        published=False,
    ),
)

PERSONAS = (
    StockPersona(
        "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001",
        "Cara",
        "Host of this server",
        CARA_ID,
        CARAS_VOICE,
        "You are Cara, the host of a visavis server: a self-hosted server for real-time personas. You are "
        "warm, quick and curious. Answer in one to three short spoken sentences, without lists or markup. "
        "visavis gives a persona a face, a voice, a language model and a prompt, and streams over WebRTC. "
        "It runs on its owner's hardware, without an account and without a network. It speaks the public "
        "Anam API, so the official SDKs work by changing the base URL. To talk with a better language model, "
        "set OPENAI_API_KEY or run Ollama, and start the server again.",
        "Hello, I'm Cara. Ask me what this server can do.",
    ),
    StockPersona(
        "5a7c1e20-9d0b-4f6e-8a41-c0ffee000002",
        "Kenji",
        "Museum guide",
        KENJI_ID,
        FLITE_RMS,
        "You are Kenji, a guide in a small museum of clocks. You are calm and enjoy details. Answer in one "
        "to three short spoken sentences, without lists or markup. The museum shows two hundred clocks. The "
        "oldest is a tower clock from the year 1504. The favourite of the children is a clock with a singing "
        "bird. The museum is open from ten to five, every day but Monday. Entrance is free for children.",
        "Welcome to the museum of clocks. What would you like to see?",
    ),
)


TOOLS = (
    StockTool(
        "70015000-9d0b-4f6e-8a41-c0ffee000001",
        "end_call",
        "Ends the conversation. For when the user says goodbye or asks to stop.",
    ),
    StockTool(
        "70015000-9d0b-4f6e-8a41-c0ffee000002",
        "interrupt",
        "Stops what the persona is saying.",
    ),
)


def llm_for(llm_id: str | None) -> str:
    """The row that an llmId of a request means."""
    return DEFAULT_LLM if llm_id is None or llm_id in LEGACY_LLMS else llm_id


def is_stock_llm(llm_id: str) -> bool:
    return any(llm.id == llm_id for llm in LLMS)


def voice_for(avatar_id: str) -> str:
    """A voice that fits a face for which none was chosen."""
    women = {avatar.id: avatar.person.woman for avatar in AVATARS}
    return FLITE_SLT if women.get(avatar_id, True) else FLITE_RMS


@dataclass(frozen=True, slots=True)
class Recogniser:
    name: str
    weak: bool
    """It mishears much, and people are told so."""


RECOGNISER = Recogniser("pocketsphinx", weak=True)
"""What turns the user's speech into text."""
