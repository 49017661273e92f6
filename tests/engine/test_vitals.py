"""What an engine tells of itself"""

import pytest

from visavis.contract.vitals import EngineVitals
from visavis.engine.cast import Casting
from visavis.engine.limits import Limits
from visavis.engine.sessions import Sessions
from visavis.engine.vitals import vitals_of
from visavis.settings import Settings

pytestmark = pytest.mark.timeout(600)  # the first run on a machine compiles the kernels


async def test_an_engine_says_how_quick_it_draws_and_what_it_is_made_of(tmp_path):
    sessions = Sessions(Casting(Settings(data_dir=tmp_path)), None, None, Limits(), capacity=3, rules=None)
    told = await vitals_of("engine-1", sessions)
    assert (told.engine, told.sessions, told.capacity, told.draining) == ("engine-1", 0, 3, False)
    assert 0 < told.picture_ms < 10_000
    assert told.lip_model is told.lip_model_runs_on is None
    versions = {part.name: part.version for part in told.parts}
    assert versions["aiortc"]
    assert versions["PocketSphinx"]
    assert {part.stage for part in told.parts} == {"hear", "speak", "face", "line"}
    assert EngineVitals.model_validate_json(told.model_dump_json()) == told
