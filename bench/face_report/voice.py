"""What is said, with the voice's own marks: by flite, or by what stands in for it where it is not installed."""

from __future__ import annotations

import numpy as np

from visavis.contract.spec import VoiceSpec
from visavis.providers import registry
from visavis.speech import Speech

GREETING = "Hello! I am {name}. Please bring the paper map along, and we will find a very good place for you."
SENTENCES = (
    "Bob bought five very big blue boxes of fresh peppers from my family farm.",
    "Maybe my mother put the apples by the open window.",
    "The problem with the map is that it was probably made before the bridge.",
    "Please keep a copy of both papers for my boss.",
    "A small boat came past the harbour at half past nine.",
    "People who park by the lamp post may pay at the machine.",
    "Paul tapped the top of the box and hoped to stop the beeping.",
    "My number is on the bottom of the blue form, above the stamp.",
    "We hope that members may bring up to five people for free.",
    "Remember to empty the cup before you put it back on the table.",
    "The warm bread and the plum jam were on the black marble bar.",
    "Some big problems become simple, step by step.",
    "He came home from Bombay in April, and she met him at the airport.",
    "Thank you for the fine photographs of the father and his calm dog.",
    "What a lot of cars are parked along the path to the garden!",
    "I am happy to help you with anything you want.",
)
"""Full of closed lips, each followed by something open."""


async def spoken(text: str, voice: str) -> Speech:
    """The whole utterance in one piece; `voice` is one of flite's."""
    synthesizer = registry.synthesizer(VoiceSpec(id="", display_name="", engine="flite", name=voice))
    pieces = [piece async for piece in synthesizer.speak(text)]
    phones = tuple(phone for piece in pieces for phone in piece.phones)
    sound = np.concatenate([piece.pcm for piece in pieces])
    return Speech(sound, pieces[0].rate_hz, phones, alphabet=pieces[0].alphabet)
