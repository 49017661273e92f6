"""What the corpus is made of, as far as no engine is needed."""

import numpy as np
import pytest
from training.mouth.engines.festival import VOICES, flite_phone
from training.mouth.recording import Recording, load_all, save
from training.mouth.sentences import Role, role_of

from visavis.face.phones import ARPABET
from visavis.speech import Alphabet, Phone


def test_a_recording_comes_back_as_it_was_kept(tmp_path):
    pcm = np.arange(-50, 50, dtype=np.int16)
    kept = Recording("flite", "slt", 7, pcm, 16_000, (Phone("m", 0.0, 0.1),), Alphabet.ARPABET)
    save(kept, tmp_path)
    (found,) = load_all(tmp_path)
    assert np.array_equal(found.pcm, pcm)
    assert (found.name, found.rate_hz, found.phones) == (kept.name, kept.rate_hz, kept.phones)
    assert found.alphabet is Alphabet.ARPABET


def test_every_sentence_has_one_role_and_most_teach():
    roles = [role_of(sentence) for sentence in range(600)]
    assert roles.count(Role.TEST) == 100
    assert roles.count(Role.TUNE) == 50
    assert roles.count(Role.TRAIN) == 450


@pytest.mark.parametrize("voice", [voice for voice in VOICES if voice.phones], ids=lambda voice: voice.name)
def test_other_languages_phones_are_told_as_phones_that_the_face_knows(voice):
    assert set(voice.phones.values()) <= set(ARPABET)


def test_stress_length_and_palatal_marks_do_not_matter():
    italian = next(voice.phones for voice in VOICES if voice.name == "lp")
    finnish = next(voice.phones for voice in VOICES if voice.name == "mv")
    assert flite_phone("a1", italian) == flite_phone("a", italian) == "aa"
    assert flite_phone("p:", finnish) == "p"
    assert flite_phone("ax", None) == "ax"
    with pytest.raises(KeyError):
        flite_phone("click", italian)
