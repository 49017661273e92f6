"""What is asked of a recogniser for one session."""

from __future__ import annotations

from dataclasses import dataclass

from visavis.settings import Settings

ANY_LANGUAGE = ("multi", "")


@dataclass(frozen=True, slots=True)
class RecogniserSpec:
    settings: Settings
    """`stt_model` among them: the model to hear with, None for the usual one."""
    language: str
    """What the user speaks ("de-CH"); "multi" or "": nobody knows."""
    topic: str = ""
    """Texts in that language whose words the user is likely to say."""
    private: bool = False
    """Nothing of what is said may be kept."""

    @property
    def short_language(self) -> str | None:
        """ISO 639-1; None: nobody knows."""
        short = self.language.split("-")[0].lower()
        return None if short in ANY_LANGUAGE else short
