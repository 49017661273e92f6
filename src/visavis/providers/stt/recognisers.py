"""Who listens: whom the operator has chosen, by language and privacy, or the embedded recogniser."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint

from visavis.installed import RECOGNISERS
from visavis.packs.catalogue import Pack
from visavis.packs.shelf import Shelf
from visavis.providers.base import ProviderError, Stage, Transcriber
from visavis.providers.entries import maker
from visavis.providers.stt.recogniser_spec import RecogniserSpec
from visavis.settings import Settings

EMBEDDED = "embedded"
EMBEDDED_HEARS = ("en", None)

OUR_RECOGNISERS = (
    EntryPoint(EMBEDDED, "visavis.providers.stt.sphinx:recogniser", RECOGNISERS),
    EntryPoint("deepgram", "visavis.providers.stt.deepgram:recogniser", RECOGNISERS),
    EntryPoint("openai", "visavis.providers.stt.openai_realtime:recogniser", RECOGNISERS),
)
"""What takes a RecogniserSpec and gives a Transcriber. VISAVIS_STT chooses one by its name."""


class Recognisers:
    def __init__(self, settings: Settings) -> None:
        self.on_trouble: Callable[[ProviderError], None] = lambda error: None
        """Told why somebody has to stand in, turn by turn. May be replaced at any time."""
        self._settings = settings
        self._shelf = Shelf(settings.packs_dir)
        self._pack = self._shelf.default

    def vendor(self, *, private: bool = False) -> str | None:
        """None: nobody but the embedded one. `private`: nothing of what is said may be kept, and the operator
        has not vouched for anybody else."""
        settings = self._settings
        if private and not settings.stt_is_zdr:
            return None
        return settings.chosen_recogniser

    def hears(self, language: str, *, private: bool = False) -> bool:
        """Whether somebody understands it. Of a vendor's languages the vendor decides."""
        spec = RecogniserSpec(self._settings, language)
        return self.vendor(private=private) is not None or self._is_heard_here(spec)

    def transcriber(self, language: str, topic: str = "", *, private: bool = False) -> Transcriber:
        """For one session; somebody listens in every language, if only for English words.

        `topic`: texts in that language whose words the user is likely to say.
        """
        spec = RecogniserSpec(self._settings, language, topic, private)
        vendor = self.vendor(private=private)
        if vendor is None:
            return self._near(spec)
        far = recogniser(vendor, spec)
        if not self._is_heard_here(spec):
            return far
        from visavis.providers.stt.standing_in import StoodInFor

        return StoodInFor(far, lambda: self._near(spec), self._tell)

    def _is_heard_here(self, spec: RecogniserSpec) -> bool:
        return spec.short_language in EMBEDDED_HEARS or self._pack_hears(spec) is not None

    def _near(self, spec: RecogniserSpec) -> Transcriber:
        """On this machine: the default pack, if it knows the language, or the embedded recogniser."""
        pack, short = self._pack_hears(spec), spec.short_language
        if pack is None:
            return recogniser(EMBEDDED, spec)
        from visavis.providers.local_pack import ears
        from visavis.providers.stt.standing_in import StoodInFor

        listening = ears(self._shelf, pack, short or "")
        if short not in EMBEDDED_HEARS:
            return listening
        return StoodInFor(listening, lambda: recogniser(EMBEDDED, spec), self._tell)

    def _tell(self, error: ProviderError) -> None:
        self.on_trouble(error)

    def _pack_hears(self, spec: RecogniserSpec) -> Pack | None:
        """The default pack, if it understands the language."""
        pack, short = self._pack, spec.short_language
        return pack if pack is not None and (short is None or short in pack.hears.languages) else None


def recogniser(name: str, spec: RecogniserSpec) -> Transcriber:
    """It alone: nobody stands in for it. Raises ProviderError for a name that nobody here knows."""
    made: Transcriber = maker(Stage.HEAR, OUR_RECOGNISERS, name)(spec)
    return made
