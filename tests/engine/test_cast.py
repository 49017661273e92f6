"""Who plays the parts of a session."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr

from tests.fakes import session_spec
from tests.model_files import fetched_models
from visavis.contract.spec import EarKeys, SessionSpec
from visavis.engine.cast import Casting
from visavis.providers.stt.far_ears import FarEars
from visavis.settings import Settings


async def test_an_organizations_own_key_listens_for_its_sessions_alone(tmp_path: Path) -> None:
    (tmp_path / "models").symlink_to(fetched_models())
    casting = Casting(Settings(data_dir=tmp_path, DEEPGRAM_BASE_URL="http://127.0.0.1:9"))
    theirs = session_spec().model_copy(
        update={"ear_keys": EarKeys(deepgram=SecretStr("own")), "session_id": "theirs"}
    )
    theirs = theirs.model_copy(update={"persona": theirs.persona.model_copy(update={"language": "sv"})})
    cast = await casting.cast(SessionSpec.model_validate_json(theirs.model_dump_json()))
    others = await casting.cast(session_spec())

    assert isinstance(cast.transcriber, FarEars)
    assert cast.transcriber._dialect.place.key == "own"
    assert not isinstance(others.transcriber, FarEars)
    assert not others.hears(session_spec(), "sv")
    for one in (cast, others):
        await one.close()
    await casting.close()
