"""Tools of the page: handlers that the public JavaScript SDK calls, and whose results she speaks about."""

from __future__ import annotations

import pytest
from tests.e2e.browser.caller import Caller
from tests.e2e.developer import SEATS, Developer
from tests.scripted_llm import ScriptedLlm, calls, says
from tests.serving import RunningServer

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HANDLER = """void client.registerToolCallHandler('free_seats', {
    onStart: async ({ arguments: { show } }) => {
        if (show !== 'Tosca') throw new Error(`nobody plays ${show}`);
        await new Promise(resolve => setTimeout(resolve, 300));
        return '7';
    },
    onComplete: async () => {},
    onFail: async () => {},
})"""


async def test_what_a_handler_returns_and_why_it_fails_is_told_to_the_model_and_spoken_about(
    caller: Caller, developer: Developer, server: RunningServer, mind: ScriptedLlm
) -> None:
    token = await developer.token(llmId=await developer.llm(mind.url), tools=[SEATS])
    await caller.connected(token, server.url)
    await caller.does(HANDLER)

    mind.scripts = [calls("free_seats", '{"show": "Tosca"}', id="a"), says("Seven seats are free.")]
    await caller.does("client.sendUserMessage(value)", "Is there a seat for Tosca?")
    completed = await caller.until("TOOL_CALL_COMPLETED")
    assert (await caller.message("persona"))["content"] == "Seven seats are free."
    assert mind.results() == ["7"]
    assert (completed.value["toolName"], completed.value["result"]) == ("free_seats", "7")
    assert completed.value["executionTime"] >= 300

    mind.scripts = [calls("free_seats", '{"show": "Aida"}', id="b"), says("Aida is not on.")]
    await caller.does("client.sendUserMessage(value)", "And for Aida?")
    failed = await caller.until("TOOL_CALL_FAILED")
    assert (await caller.message("persona", after=failed))["content"] == "Aida is not on."
    assert "nobody plays Aida" in mind.results()[-1]
    assert "nobody plays Aida" in failed.value["errorMessage"]

    session_id = await caller.does("client.getActiveSessionId()")
    await caller.does("client.stopStreaming()")
    assert len(caller.so_far("TOOL_CALL_STARTED")) == 2
    assert not caller.so_far("SERVER_WARNING")
    first, second = await developer.tool_calls(session_id)
    assert (first["status"], first["result"]) == ("completed", "7")
    assert (second["status"], second["errorMessage"]) == ("failed", "Error in handler: nobody plays Aida")
