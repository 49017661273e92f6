"""A style in somebody's own words, taken for the nearest of the presets: a table of words, no more."""

from __future__ import annotations

import re

WORDS = {
    "happy": """
        happy happiness happily cheerful cheery cheer joy joyful joyous glad delighted delightful excited
        exciting enthusiastic enthusiasm upbeat bright bubbly radiant beaming optimistic positive
        energetic grin grinning thrilled festive celebratory
    """,
    "warm": """
        warm warmth warmly friendly kind kindly welcoming inviting smile smiling smiles gentle tender soft
        affectionate pleasant hospitable gracious polite approachable charming composed relaxed content
    """,
    "playful": """
        playful playfully mischievous cheeky witty funny humorous humour humor teasing tease amused
        amusing joking jokes ironic sarcastic wry silly flirty flirtatious quirky lighthearted smirk
        smirking
    """,
    "supportive": """
        supportive support reassuring reassure caring empathetic empathic empathy compassionate compassion
        understanding encouraging encourage comforting comfort patient calm calming soothing attentive
        sympathetic sympathy nurturing therapist counsellor counselor helpful concerned
    """,
    "sad": """
        sad sadness sadly sorrow sorrowful melancholy melancholic gloomy grieving grief mournful downcast
        depressed somber sombre sober solemn grave tearful weary tired lonely disappointed regretful
        heartbroken serious
    """,
    "angry": """
        angry anger angrily furious fury mad irritated irritable annoyed hostile aggressive fierce stern
        strict harsh impatient outraged grumpy cross resentful frustrated threatening villain severe
    """,
    "distressed": """
        distressed distress anxious anxiety worried worry nervous afraid scared fear fearful frightened
        panicked panic panicking terrified upset desperate alarmed tense stressed overwhelmed uneasy
        troubled agitated
    """,
}
"""Each word stands once."""

_STYLE_OF = {word: style for style, words in WORDS.items() for word in words.split()}
_NOT = frozenset(("not", "no", "nor", "never", "without", "avoid", "less", "hardly", "don't", "isn't"))
_NEGATION_REACHES = 2
"""Words, within a clause: "never too cheerful"."""


def style_in_words(prompt: str) -> str | None:
    """The preset that most words speak for, of several the one named first: "warm smile, slightly amused" is
    warm. None: no word is known.
    """
    votes: dict[str, int] = {}
    for clause in re.split(r"[.,;:!?\n]", prompt.lower().replace("’", "'")):
        words = re.findall(r"[a-z']+", clause)
        for place, word in enumerate(words):
            style = _STYLE_OF.get(word)
            if style is not None and _NOT.isdisjoint(words[max(place - _NEGATION_REACHES, 0) : place]):
                votes[style] = votes.get(style, 0) + 1
    return max(votes, key=votes.__getitem__) if votes else None
