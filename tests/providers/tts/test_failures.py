"""What vendors say when they do not speak, and whether another try may help."""

import pytest

from visavis.providers.tts.failures import BUSY_S, MOST_CHARACTERS, complained, failed, refused

KEY = "key-of-the-tests"


@pytest.mark.parametrize(
    ("status", "headers", "said", "retry_in_s"),
    [
        (400, {}, "no such model", None),
        (401, {}, "invalid key", None),
        (402, {"retry-after": "3"}, "quota_exceeded", None),
        (403, {}, "not in your plan", None),
        (404, {}, "no such voice", None),
        (429, {"retry-after": "3"}, "rate limit", 3.0),
        (429, {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, "rate limit", BUSY_S),
        (429, {"retry-after": "-1"}, "rate limit", 0.0),
        (429, {}, "too many requests", BUSY_S),
        (429, {"retry-after": "3"}, "You exceeded your current quota, check your billing", None),
        (500, {}, "oops", 0.0),
        (503, {}, "overloaded", 0.0),
    ],
)
def test_a_refusal_is_tried_again_where_that_may_help(status, headers, said, retry_in_s):
    error = refused("v", status, headers, said)
    assert error.retry_in_s == retry_in_s
    assert said in str(error)
    assert ("check the settings" in str(error)) == (status in (401, 403))


@pytest.mark.parametrize(
    ("said", "retry_in_s"),
    [
        ("quota_exceeded: You have 0 credits remaining", None),
        ("Insufficient balance", None),
        ("max_active_conversations: Too many contexts", BUSY_S),
        ("Concurrency limit exceeded", BUSY_S),
        ("something else", 0.0),
    ],
)
def test_a_complaint_is_told_apart_by_its_words(said, retry_in_s):
    assert complained("v", said).retry_in_s == retry_in_s


def test_the_vendors_words_are_shown_in_one_line_without_the_key_and_not_at_any_length():
    error = failed("v", f"no\n  entry with {KEY}: " + "x" * 1000, key=KEY)
    assert str(error).startswith("v: no entry with …: xxx")
    assert len(str(error)) <= len("v: ") + MOST_CHARACTERS
