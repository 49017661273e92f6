"""A signalling WebSocket, between a client that may write anything and a session that may fail."""

import asyncio
import json
from types import SimpleNamespace

from tests import virtual_time
from visavis.engine.socket import BURST, FRAMES_PER_S, SignalSocket
from visavis.wire.signalling import Unknown


class ClientsSide:
    """What a client sends, as starlette gives it; then it hangs up."""

    application_state = None

    def __init__(self, *frames):
        self.messages = [{"type": "websocket.receive", "text": frame} for frame in frames]
        self.sent = []

    async def receive(self):
        await asyncio.sleep(0.01)
        return self.messages.pop(0) if self.messages else {"type": "websocket.disconnect"}

    async def at_once(self):
        return self.messages.pop(0) if self.messages else {"type": "websocket.disconnect"}

    async def send_text(self, frame):
        self.sent.append(json.loads(frame))


class FailingSession:
    spec = SimpleNamespace(session_id="s1")

    def __init__(self):
        self.signals = []

    def bind(self, socket): ...

    def unbind(self, socket): ...

    async def signal(self, signal):
        self.signals.append(signal)
        if signal == Unknown("fails"):
            raise RuntimeError("a bug")


def test_a_signal_that_cannot_be_handled_is_logged_and_does_not_cost_the_socket(caplog):
    session = FailingSession()
    client = ClientsSide('{"actionType": "fails"}', '{"actionType": "works"}')
    virtual_time.run(SignalSocket(client).serve(session))
    assert session.signals == [Unknown("fails"), Unknown("works")]
    assert "a bug" in caplog.text


def test_what_is_not_understood_is_told_and_does_not_cost_the_socket():
    session = FailingSession()
    client = ClientsSide("no JSON", '{"actionType": "works"}')
    virtual_time.run(SignalSocket(client).serve(session))
    assert session.signals == [Unknown("works")]
    assert [frame["actionType"] for frame in client.sent] == ["warning"]


def test_a_client_that_sends_too_fast_waits_and_loses_nothing():
    async def run():
        await SignalSocket(client).serve(session)
        return asyncio.get_running_loop().time()

    session = FailingSession()
    client = ClientsSide(*['{"actionType": "works"}'] * 1_000)
    client.receive = client.at_once
    assert virtual_time.run(run()) >= (1_000 - BURST) / FRAMES_PER_S
    assert len(session.signals) == 1_000
