"""docs/webhooks.md: what it tells receivers to run verifies what this server signs; its tables say what is."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from visavis.contract.events import ToolCalled
from visavis.services.webhook_events import (
    EVENT_TYPES,
    PING,
    document_read,
    session_ended,
    session_started,
    tool_called,
)
from visavis.services.webhook_retries import RETRY_S
from visavis.services.webhook_signing import new_secret, signed_headers
from visavis.store.knowledge import READY
from visavis.store.sessions import Session
from visavis.store.tables import KnowledgeDocument

PAGE = (Path(__file__).parent.parent / "docs" / "webhooks.md").read_text()
NODE = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
BODY = '{"type":"ping","data":{"place":"Zürich"}}'.encode()
AT = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)

Verify = Callable[[str, dict[str, str], bytes], bool]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def in_python(secret: str, headers: dict[str, str], body: bytes) -> bool:
    names: dict[str, Any] = {}
    [code] = blocks("python")
    exec(code, names)
    return bool(names["verified"](secret, headers, body))


def in_node(secret: str, headers: dict[str, str], body: bytes) -> bool:
    [code] = blocks("js")
    call = f"console.log(verified({json.dumps(secret)}, {json.dumps(headers)}, Buffer.from('{body.hex()}', 'hex')))"
    ran = subprocess.run(
        [str(NODE), "--input-type=module", "-"], input=code + call, capture_output=True, text=True, check=True
    )
    return ran.stdout == "true\n"


@pytest.mark.parametrize(
    "verify",
    [in_python, pytest.param(in_node, marks=pytest.mark.skipif(NODE is None, reason="there is no Node.js"))],
)
def test_the_lines_for_receivers_take_what_is_signed_and_nothing_else(verify: Verify) -> None:
    old, new = new_secret(), new_secret()
    now = datetime.now(UTC)
    headers = signed_headers([new, old], "evt_1", now, BODY)

    assert verify(new, headers, BODY)
    assert verify(old, headers, BODY)
    assert not verify(new_secret(), headers, BODY)
    assert not verify(new, headers, BODY + b" ")
    assert not verify(new, headers | {"webhook-id": "evt_2"}, BODY)
    assert not verify(new, signed_headers([new], "evt_1", now - timedelta(minutes=6), BODY), BODY)


def test_the_examples_have_the_fields_of_what_is_sent() -> None:
    session = Session(
        id="s", persona_id=None, client_label=None, started_at=AT, ended_at=AT, exit_status="NORMAL_EXIT"
    )
    call = ToolCalled(
        session_id="s",
        number=7,
        at=AT,
        turn_index=1,
        tool_call_id="c",
        tool_name="look_up",
        tool_type="client",
        status="started",
        started_at=AT,
    )
    document = KnowledgeDocument(id="d", group_id="g", status=READY)
    told = [session_ended(session), session_started(session), tool_called(session, call)]
    sent = [json.loads(one.body()) for one in [*told, document_read(document, AT)]]

    shown = [json.loads(block) for block in blocks("json")]

    assert [event["type"] for event in shown] == [event["type"] for event in sent]
    for example, real in zip(shown, sent, strict=True):
        assert list(example) == list(real)
        assert list(example["data"]) == list(real["data"])


def test_every_type_of_event_is_explained() -> None:
    rows = re.findall(r"^\| `([a-z]+(?:\.[a-z]+)?)` \|", PAGE[PAGE.index("## Events") :], re.MULTILINE)

    assert rows == [*EVENT_TYPES, PING]


def test_the_table_of_retries_is_the_one_that_is_kept() -> None:
    units = {"s": 1, "min": 60, "h": 3600}
    rows = re.findall(r"^\| \d\w\w(?:, the last)? \| (\d+) (s|min|h) \|", PAGE, re.MULTILINE)

    assert [int(number) * units[unit] for number, unit in rows] == list(RETRY_S)
