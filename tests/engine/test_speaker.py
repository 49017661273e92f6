"""How replies are said, and what is known to have been heard of them. Words last 0.3 s (ScriptedVoice)."""

import asyncio
from dataclasses import dataclass, field

import pytest

from tests import virtual_time
from tests.fakes import ScriptedVoice
from visavis.engine.playout import Playout
from visavis.engine.reply import Kind, Production, Reply
from visavis.engine.speaker import Speaker

TICK, TICK_S = 960, 0.02


@dataclass
class Stage:
    """A speaker, its playout, and everything that happened, in virtual time."""

    voice: ScriptedVoice = field(default_factory=ScriptedVoice)
    news: list[tuple[str, str]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    cues: list[float] = field(default_factory=list)

    def __post_init__(self):
        self.playout = Playout()
        clock = asyncio.get_running_loop().time
        self.production = Production(
            self.voice,
            "en",
            self.playout,
            clock,
            lambda cue: self.cues.append(cue.start_s),
            lambda error: self.troubles.append(str(error)),
        )
        self.speaker = Speaker(self.production, self.playout, self)

    def began(self, reply):
        reply.milestones.first_sound_s = asyncio.get_running_loop().time()
        self.news.append(("began", ""))

    def said(self, reply, text):
        self.news.append(("said", text))

    def ended(self, reply, interrupted):
        self.news.append(("interrupted" if interrupted else "ended", reply.heard(self.playout)))

    async def play(self, seconds):
        for _ in range(round(seconds / TICK_S)):
            await asyncio.sleep(TICK_S)
            self.playout.take(TICK)
            self.speaker.tick()

    def heard(self):
        return "".join(text for kind, text in self.news if kind == "said")


def scene(play):
    async def run():
        stage = Stage()
        await play(stage)
        return stage

    return virtual_time.run(run())


def reply(*pieces, kind=Kind.ANSWER):
    async def text():
        for piece in pieces:
            if isinstance(piece, float):
                await asyncio.sleep(piece)
            else:
                yield piece

    return Reply(kind, text())


def test_a_reply_is_heard_word_by_word_and_to_the_letter():
    text = "Hello there. The  ticket costs 3.50, Dr. Smith!"

    async def play(stage):
        stage.speaker.say(reply(text))
        await stage.play(4)

    stage = scene(play)
    assert stage.heard() == text
    assert stage.news[0] == ("began", "")
    assert stage.news[1][1].strip() in ("Hello", "Hello there.")
    assert stage.news[-1] == ("ended", text)


def test_the_first_clause_sounds_while_the_rest_is_still_being_thought():
    async def play(stage):
        stage.speaker.say(reply("Of course, I can help you. ", 5.0, "What is it?"))
        await stage.play(1)

    stage = scene(play)
    assert stage.heard().startswith("Of course,")


def test_replies_follow_each_other_in_order():
    async def play(stage):
        stage.speaker.say(reply("One two.", kind=Kind.TALK))
        stage.speaker.say(reply("Three.", kind=Kind.TALK))
        await stage.play(2)

    stage = scene(play)
    assert [news for news in stage.news if news[0] == "ended"] == [("ended", "One two."), ("ended", "Three.")]
    assert stage.cues == sorted(stage.cues)


def test_stopping_keeps_exactly_the_words_that_were_heard():
    async def play(stage):
        stage.speaker.say(reply("One two three four five six seven."))
        await stage.play(1.0)
        stage.speaker.stop()
        stage.news.append(("stopped", ""))
        await stage.play(2.0)

    stage = scene(play)
    assert stage.news[-2:] == [("interrupted", stage.heard()), ("stopped", "")]
    assert stage.heard().split() == ["One", "two", "three"]


def test_what_waits_behind_a_stopped_reply_is_dropped_with_it():
    async def play(stage):
        stage.speaker.say(reply("One two three four."))
        stage.speaker.say(reply("Never."))
        await stage.play(0.5)
        stage.speaker.stop()
        await stage.play(3)
        assert not stage.speaker.busy

    assert "Never" not in scene(play).heard()


def test_a_pause_and_nothing_more_loses_no_word():
    async def play(stage):
        stage.speaker.say(reply("One two three four."))
        await stage.play(0.4)
        stage.speaker.pause()
        await stage.play(3)
        assert stage.heard().split() == ["One"]
        list(stage.playout.resume())
        await stage.play(1)

    assert scene(play).heard() == "One two three four."


def test_a_prepared_reply_is_made_but_neither_queued_nor_heard():
    async def play(stage):
        prepared = reply("Ready.")
        stage.production.begin(prepared)
        await stage.play(1)
        assert stage.voice.spoken == ["Ready."], "the sound of its first clause exists"
        assert stage.news == []
        assert stage.playout.ahead_s == 0
        stage.speaker.say(prepared)
        await stage.play(0.06)
        assert stage.news[0] == ("began", ""), "and starts at once when it is wanted"

    scene(play)


def test_a_clause_is_tried_twice_and_then_left_out():
    async def play(stage):
        stage.voice.broken = {"This one breaks."}
        stage.speaker.say(reply("First. ", "This one breaks. ", "Last."))
        await stage.play(3)

    stage = scene(play)
    assert len(stage.troubles) == 2
    assert stage.news[-1][0] == "ended"
    assert stage.heard() == "First. Last."


def test_of_a_clause_that_broke_off_only_what_was_heard_counts():
    async def play(stage):
        stage.voice.breaks_off = "breaks"
        stage.speaker.say(reply("First. ", "This one breaks off. ", "Last."))
        await stage.play(3)

    stage = scene(play)
    assert len(stage.troubles) == 1
    assert stage.heard() == "First. This one Last."
    assert stage.news[-1] == ("ended", "First. This one Last.")


def test_sound_is_made_a_few_seconds_ahead_and_not_for_an_hour():
    async def play(stage):
        stage.speaker.say(reply("word " * 2000))
        await stage.play(2)
        assert stage.playout.ahead_s < 10
        await stage.speaker.close()

    assert len(scene(play).voice.spoken) < 10


@pytest.mark.parametrize("text", ["", "   ", "*", "```\ncode\n```"])
def test_nothing_to_say_is_over_at_once(text):
    async def play(stage):
        stage.speaker.say(reply(text))
        await stage.play(0.2)
        assert not stage.speaker.busy

    scene(play)
