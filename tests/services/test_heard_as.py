"""What people are told speaks is what really speaks on this machine."""

import pytest

from visavis.services import heard_as
from visavis.store.tables import Voice


@pytest.mark.parametrize(
    ("engine", "installed", "heard"),
    [("flite", True, "flite"), ("flite", False, "espeak-ng"), ("espeak-ng", False, "espeak-ng")],
)
def test_the_engine_shown_is_the_one_that_is_heard(
    engine: str, installed: bool, heard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heard_as, "has_flite", lambda: installed)
    told = heard_as.heard_as(Voice(engine=engine, engine_note=None))
    assert told.engine == heard
    assert (told.note is not None) == (engine != heard)
