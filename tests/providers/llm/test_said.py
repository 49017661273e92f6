"""What the SDKs' own errors say to people."""

from __future__ import annotations

import anthropic
import httpx
import openai
import pytest
from google.genai.errors import APIError

from visavis.providers.llm.said import MOST_CHARACTERS, said

ASKED = httpx.Request("POST", "http://models.test/v1", headers={"x-api-key": "k"})


def refused(http_status: int, **error: object) -> httpx.Response:
    return httpx.Response(http_status, json={"type": "error", "error": error}, request=ASKED)


def of_openai(reply: httpx.Response) -> Exception:
    return openai.AsyncOpenAI(api_key="k")._make_status_error_from_response(reply)


def of_anthropic(reply: httpx.Response) -> Exception:
    return anthropic.AsyncAnthropic(api_key="k")._make_status_error_from_response(reply)


def of_google(reply: httpx.Response) -> Exception:
    with pytest.raises(APIError) as raised:
        APIError.raise_for_response(reply)
    return raised.value


@pytest.mark.parametrize("error", [of_openai, of_anthropic, of_google])
def test_a_refusal_is_told_by_its_status_and_the_vendors_message(error) -> None:
    reply = refused(429, code=429, status="RESOURCE_EXHAUSTED", message="You have\nno quota left.")
    assert said(error(reply)) == "Error code: 429 - You have no quota left."


@pytest.mark.parametrize("error", [of_openai, of_anthropic])
def test_what_is_no_json_is_told_as_its_sdk_tells_it(error) -> None:
    told = error(httpx.Response(503, text="busy", request=ASKED))
    assert said(told) == str(told)


def test_a_fault_in_the_middle_of_a_stream_has_no_status() -> None:
    begun = httpx.Response(200, request=ASKED)
    error = anthropic.APIStatusError(
        "…",
        response=begun,
        body={"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}},
    )
    assert said(error) == "Overloaded"


def test_long_words_are_cut() -> None:
    assert len(said(of_openai(refused(400, message="no " * 500)))) == MOST_CHARACTERS
    assert len(said(ValueError("no " * 500))) == MOST_CHARACTERS
