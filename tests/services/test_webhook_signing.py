"""Signatures as the Standard Webhooks specification has them."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime

from visavis.services.webhook_signing import new_secret, signature, signed_headers

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE, SECONDS, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
PUBLISHED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
"""Of the example that the libraries for receivers test themselves with."""


def test_the_published_example_has_the_published_signature() -> None:
    assert signature(SECRET, MESSAGE, SECONDS, BODY) == PUBLISHED


def test_headers_name_the_message_the_second_and_one_signature_for_each_secret() -> None:
    other = new_secret()
    at = datetime.fromtimestamp(SECONDS, UTC).replace(microsecond=999_999)

    headers = signed_headers([SECRET, other], MESSAGE, at, BODY)

    assert (headers["webhook-id"], headers["webhook-timestamp"]) == (MESSAGE, str(SECONDS))
    assert headers["webhook-signature"] == f"{PUBLISHED} {signature(other, MESSAGE, SECONDS, BODY)}"


def test_a_secret_is_long_enough_and_never_the_same() -> None:
    first, second = new_secret(), new_secret()

    assert first != second
    assert first.startswith("whsec_")
    assert 24 <= len(b64decode(first.removeprefix("whsec_"), validate=True)) <= 64
