"""Deepgram's own SDK: it calls our desks, and what we ask of Deepgram is what it would ask."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from tests.providers.oracles.strictly import as_it_came, named_in, read_strictly
from tests.providers.stt.vendors.desk import KEY, WORD_S, Day
from tests.providers.stt.vendors.flux import FluxDesk
from tests.providers.stt.vendors.nova import NovaDesk
from visavis.providers.base import MICROPHONE_HZ
from visavis.providers.stt.deepgram_flux import Flux
from visavis.providers.stt.deepgram_nova import Nova
from visavis.providers.stt.dialect import Place
from visavis.providers.stt.usual_models import usual_models

pytest.importorskip("deepgram", reason="needs Deepgram's own SDK, of the group dev")
from deepgram import AsyncDeepgramClient, DeepgramClientEnvironment
from deepgram.core.api_error import ApiError
from deepgram.listen.v1.types import ListenV1Finalize, ListenV1KeepAlive, ListenV1Results
from deepgram.listen.v2.types import (
    ListenV2Connected,
    ListenV2FatalError,
    ListenV2ForceEndTurn,
    ListenV2TurnInfo,
)
from deepgram.types.listen_v1model import ListenV1Model
from deepgram.types.listen_v2model import ListenV2Model

SCRIPT = ["How much is a red boat."]
WORD = np.full(round(WORD_S * MICROPHONE_HZ), 3000, np.int16).tobytes()


def client(url: str, key: str = KEY) -> AsyncDeepgramClient:
    socket = url.replace("http", "ws", 1)
    place = DeepgramClientEnvironment(base=url, production=socket, agent=socket, agent_rest=url)
    return AsyncDeepgramClient(api_key=key, environment=place)


def asked(url: str) -> dict[str, Any]:
    """Of an address of ours, as arguments of the SDK's own call."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


@pytest.mark.parametrize(
    ("model", "language", "private"),
    [("flux-general-en", None, False), ("flux-general-multi", "de", True)],
)
async def test_it_calls_flux_as_we_do_and_understands_a_turn(model, language, private):
    desk = FluxDesk(SCRIPT)
    async with desk.open() as url:
        ours = Flux(Place("deepgram", url, KEY), model, language, private)
        async with client(url).listen.v2.connect(**asked(ours.url)) as line:
            told = [await line.recv()]
            for _ in SCRIPT[0].split():
                await line.send_media(WORD)
                told.append(await line.recv())
            await line.send_force_end_turn()
            told.append(await line.recv())

    assert parse_qs(urlsplit(desk.requests[0].path).query) == parse_qs(urlsplit(ours.url).query)
    for message in told:
        read_strictly(as_it_came(message), ListenV2Connected, ListenV2TurnInfo)
    assert [one.event for one in told[1:]] == ["StartOfTurn", *["Update"] * 5, "EndOfTurn"]
    assert told[-1].transcript == SCRIPT[0]
    assert [one.sequence_id for one in told] == list(range(len(told)))
    assert desk.controls() == [json.loads(one) for one in ours.ending]


async def test_it_knows_the_complaint_of_flux():
    async with (
        FluxDesk(SCRIPT, Day.COMPLAINS).open() as url,
        client(url).listen.v2.connect(model="flux-general-en", sample_rate="16000") as line,
    ):
        await line.recv()
        await line.send_media(WORD)
        read_strictly(as_it_came(await line.recv()), ListenV2FatalError)


async def test_it_calls_nova_as_we_do_and_understands_a_turn():
    desk = NovaDesk(SCRIPT)
    async with desk.open() as url:
        ours = Nova(Place("deepgram", url, KEY), "nova-3", "sv", private=True)
        async with client(url).listen.v1.connect(**asked(ours.url)) as line:
            for _ in SCRIPT[0].split():
                await line.send_media(WORD)
            await line.send_keep_alive()
            await line.send_finalize()
            told = [await line.recv()]
            while not told[-1].from_finalize:
                told.append(await line.recv())

    assert parse_qs(urlsplit(desk.requests[0].path).query) == parse_qs(urlsplit(ours.url).query)
    for message in told:
        read_strictly(as_it_came(message), ListenV1Results)
    final = [one.channel.alternatives[0].transcript for one in told if one.is_final]
    assert " ".join(filter(None, final)) == SCRIPT[0]
    assert desk.controls() == [json.loads(one) for one in (ours.resting, *ours.ending)]


def test_what_we_tell_deepgram_is_of_its_types():
    place = Place("deepgram", "http://127.0.0.1", KEY)
    (end,) = Flux(place, "flux-general-en").ending
    read_strictly(json.loads(end), ListenV2ForceEndTurn)
    nova = Nova(place, "nova-3", "sv")
    read_strictly(json.loads(nova.ending[0]), ListenV1Finalize)
    read_strictly(json.loads(nova.resting), ListenV1KeepAlive)


def test_the_models_that_listen_unless_another_is_named_are_among_its_own():
    models = usual_models("deepgram")
    assert {models["english"], models["multilingual"]} == named_in(ListenV2Model)
    assert models["others"] in named_in(ListenV1Model)


@pytest.mark.parametrize("desk", [FluxDesk, NovaDesk])
async def test_it_is_refused_with_a_wrong_key(desk):
    async with desk(SCRIPT).open() as url:
        listen = client(url, "another").listen
        kind = listen.v2 if desk is FluxDesk else listen.v1
        with pytest.raises(ApiError) as refused:
            async with kind.connect(model="flux-general-en", sample_rate="16000", encoding="linear16"):
                pass
    assert refused.value.status_code == 401
