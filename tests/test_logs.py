"""What the console shows."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest

from visavis.logs import request_id, set_up_logs


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_line_names_its_process_and_the_request_that_caused_it(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("info", "api")
    logging.getLogger("anybody").info("no request")
    before = request_id.set("r-1")
    logging.getLogger("anybody").info("a request")
    request_id.reset(before)

    lines = capsys.readouterr().err.splitlines()

    assert re.fullmatch(r"\d\d:\d\d:\d\d INFO    api: no request", lines[0])
    assert re.fullmatch(r"\d\d:\d\d:\d\d INFO    api: \[r-1\] a request", lines[1])
