"""How replies are said, and what is known to have been heard of them. Words last 0.3 s (ScriptedVoice)."""

import asyncio
from dataclasses import dataclass, field

import pytest

from tests import virtual_time
from tests.fakes import ScriptedVoice
from visavis.engine.playout import Playout
from visavis.engine.production import Production
from visavis.engine.reply import Kind, Reply
from visavis.engine.speaker import Speaker
from visavis.engine.voices import Voices

TICK, TICK_S = 960, 0.02


@dataclass
class Stage:
    """A speaker, its playout, and everything that happened, in virtual time."""

    voice: ScriptedVoice = field(default_factory=ScriptedVoice)
    stand_in: ScriptedVoice | None = None
    news: list[tuple[str, str]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    cues: list[float] = field(default_factory=list)

    def __post_init__(self):
        self.playout = Playout()
        clock = asyncio.get_running_loop().time
        self.production = Production(
            Voices(self.voice, *filter(None, [self.stand_in])),
            "en",
            self.playout,
            clock,
            lambda cue: self.cues.append(cue.start_s),
            lambda error: self.troubles.append(str(error)),
        )
        self.speaker = Speaker(self.production, self.playout, self)
        self.sounded_s = 0.0

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
            sound = self.playout.take(TICK)
            self.sounded_s += TICK_S if sound is not None and sound.any() else 0
            self.speaker.tick()

    def heard(self):
        return "".join(text for kind, text in self.news if kind == "said")


def scene(play, **parts):
    async def run():
        stage = Stage(**parts)
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
    assert stage.voice.spoken == ["First.", "This one breaks off.", "breaks off.", "Last."]
    assert len(stage.troubles) == 2
    assert stage.heard() == "First. This one Last."
    assert stage.news[-1] == ("ended", "First. This one Last.")


def test_a_stand_in_goes_on_where_the_voice_broke_off_and_no_word_is_said_twice():
    async def play(stage):
        stage.stand_in.rate_hz = 24_000  # sounds of two rates follow each other
        stage.voice.breaks_off = "breaks"
        stage.speaker.say(reply("First. ", "This one (it still) **breaks** off. ", "Last."))
        await stage.play(4)

    stage = scene(play, stand_in=ScriptedVoice())
    assert stage.stand_in.spoken == ["breaks off.", "Last."]
    assert stage.heard() == "First. This one (it still) **breaks** off. Last."
    assert stage.news[-1][0] == "ended"
    assert stage.sounded_s == pytest.approx(8 * 0.3, abs=0.03)


def test_a_voice_that_broke_off_after_its_last_word_has_said_all():
    async def play(stage):
        stage.voice.breaks_off = "..."
        stage.speaker.say(reply("All is said ... ", "Last."))
        await stage.play(3)

    stage = scene(play, stand_in=ScriptedVoice())
    assert (stage.voice.spoken, stage.stand_in.spoken) == (["All is said ...", "Last."], [])
    assert stage.heard() == "All is said ... Last."


def test_a_voice_that_tells_no_words_is_not_repeated():
    async def play(stage):
        stage.voice.breaks_off, stage.voice.names_words = "breaks", False
        stage.speaker.say(reply("This one breaks off. ", "Last."))
        await stage.play(3)

    stage = scene(play, stand_in=ScriptedVoice())
    assert (stage.voice.spoken, stage.stand_in.spoken) == (["This one breaks off.", "Last."], [])
    assert stage.heard() == "This one Last."  # about, by how long it sounded


def test_of_a_voice_that_tells_no_words_about_as_much_counts_as_was_heard():
    async def play(stage):
        stage.voice.names_words = False
        stage.speaker.say(reply("One two three four five six seven eight nine ten. "))
        await stage.play(1.6)
        stage.speaker.stop()

    stage = scene(play)
    kind, heard = stage.news[-1]
    assert kind == "interrupted"
    assert 4 <= len(heard.split()) <= 6
    assert "One two three four five six seven eight nine ten.".startswith(heard)
    assert len([kind for kind, _ in stage.news if kind == "said"]) > 2, "word by word"


def test_an_interruption_after_the_stand_in_took_over_counts_what_both_said():
    async def play(stage):
        stage.voice.breaks_off = "breaks"
        stage.speaker.say(reply("This one breaks and goes on for a while. ", "Last."))
        await stage.play(1.0)
        stage.speaker.stop()

    stage = scene(play, stand_in=ScriptedVoice())
    assert stage.news[-1] == ("interrupted", "This one breaks")


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
