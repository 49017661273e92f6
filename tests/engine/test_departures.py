"""The first sound and the first picture of a reply are dated when they leave, and not those before them."""

import pytest

from visavis.engine.departures import Departures
from visavis.engine.reply import Milestones


def sent(*happenings):
    """What a reply knows that began in the tick at 1.00 s; each happening takes 10 ms from 5 s on."""
    now_s, reply = [5.0], Milestones()
    departures = Departures(lambda: now_s[0])
    departures.began(reply, 1.0)
    for kind, at_s in happenings:
        now_s[0] += 0.01
        if kind == "voice":
            departures.voice_sent(b"opus", at_s)
        else:
            departures.picture_sent(b"vp8", "VP8", at_s)
    return reply


def test_a_picture_that_was_painted_before_she_began_is_not_her_first():
    reply = sent(("picture", 0.96), ("voice", 1.0), ("picture", 1.0), ("voice", 1.02), ("picture", 1.04))
    assert (reply.sound_sent_s, reply.picture_sent_s) == pytest.approx((5.02, 5.03))


def test_nobody_who_listens_is_no_departure():
    reply = sent()
    assert (reply.sound_sent_s, reply.picture_sent_s) == (None, None)
