"""Asks one LLM one thing, in the same way as a conversation would, and says how that went.

One that speaks by itself is asked in writing and answers aloud: its first sound counts, from the opening of
its line on.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from pydantic import SecretStr

from visavis.contract.llm_trial import LlmTrial, LlmTried
from visavis.contract.spec import PersonaSpec
from visavis.providers import registry
from visavis.providers.base import ChatModel, LiveModel, Message, Piece, ProviderError, Role, Spoken
from visavis.providers.llm.said import said

PATIENCE_S = 20.0
"""Longer than anybody waits for a persona."""
ENOUGH = 600
"""Characters of an answer; the model is stopped then."""
SHORTEST_SECRET = 4
"""Characters; anything shorter is in every text."""
STRUCK_OUT = "[key]"

SYSTEM = "You are being tested. Answer in one short sentence."
LANGUAGE = "en"
NO_WORDS = "The answer had no words in it: what came is not what a model of this format sends."
NOBODY = "Nothing answers here by itself."


async def try_llm(trial: LlmTrial, patience_s: float = PATIENCE_S) -> LlmTried:
    """Never raises for what the model, or its address, does."""
    answer = _answer(trial)
    if answer is None:
        return LlmTried(total_s=0, error=NOBODY)
    words, first_token_s, error = "", None, None
    now = asyncio.get_running_loop().time
    began_s = now()  # after its SDK was loaded, which no conversation has to wait for twice
    try:
        async with asyncio.timeout(patience_s), aclosing(answer) as pieces:
            async for piece in pieces:
                if first_token_s is None and _is_heard(piece):
                    first_token_s = now() - began_s
                words += _words(piece)
                if len(words) >= ENOUGH:
                    break
        error = None if words.strip() else NO_WORDS
    except TimeoutError:
        error = f"It was not done within {patience_s:.0f} seconds."
    except ProviderError as failure:
        error = _in_full(failure)
    return LlmTried(
        text=without_keys(words[:ENOUGH], trial.llm.api_key),
        first_token_s=first_token_s,
        total_s=now() - began_s,
        error=None if error is None else without_keys(error, trial.llm.api_key),
    )


def _answer(trial: LlmTrial) -> AsyncGenerator[Piece, None] | None:
    """None: nobody answers."""
    messages = (Message(Role.SYSTEM, SYSTEM), Message(Role.USER, trial.prompt))
    live = registry.live_model(trial.llm, LANGUAGE)
    if live is not None:
        live.begin(lambda: messages, ())
        return _closing(live, live.reply())
    model = registry.chat_model(trial.llm, PersonaSpec(system_prompt=SYSTEM))
    return None if model is None else _closing(model, model.reply(messages))


async def _closing(
    model: ChatModel | LiveModel, answer: AsyncGenerator[Piece, None]
) -> AsyncGenerator[Piece, None]:
    try:
        async with aclosing(answer) as pieces:
            async for piece in pieces:
                yield piece
    finally:
        await model.close()


def _is_heard(piece: Piece) -> bool:
    return piece.speech is not None if isinstance(piece, Spoken) else bool(_words(piece))


def _words(piece: Piece) -> str:
    if isinstance(piece, Spoken):
        return piece.text
    return piece if isinstance(piece, str) else ""


def _in_full(failure: ProviderError) -> str:
    """With what lies at the bottom of it: "Connection error." alone tells nobody which."""
    cause: BaseException = failure
    while (deeper := cause.__cause__ or cause.__context__) is not None:
        cause = deeper
    told = str(failure)
    bottom = said(cause) if isinstance(cause, Exception) else ""
    return told if not bottom or bottom in told else f"{told} ({bottom})"


def without_keys(text: str, *keys: SecretStr | None) -> str:
    for key in keys:
        secret = key.get_secret_value() if key else ""
        if len(secret) >= SHORTEST_SECRET:
            text = text.replace(secret, STRUCK_OUT)
    return text
