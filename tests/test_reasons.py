"""What an error says, for people"""

from __future__ import annotations

import pytest

from visavis.reasons import reason_of


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ValueError("no such thing"), "no such thing"),
        (OSError(-2, "Name or service not known"), "Name or service not known"),
        (ConnectionError("[Errno 111] Connection refused"), "Connection refused"),
        (ValueError("one\n  and another"), "one and another"),
        (TimeoutError(), "TimeoutError"),
    ],
)
def test_a_reason_is_one_line_in_the_errors_own_words(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason
