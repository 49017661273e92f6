"""What releases of the JavaScript SDK can read and say of tools; each line was looked up in that release's package."""

import pytest

from visavis.wire.dialect import NEWEST, Dialect, dialect

DEAF = Dialect(reads_client_tool_events=False, reads_of_tools=False, answers_tools=False)
ONE_WORD = Dialect(reads_client_tool_events=True, reads_of_tools=True, answers_tools=False)
MUTE = Dialect(reads_client_tool_events=False, reads_of_tools=True, answers_tools=False)


@pytest.mark.parametrize(
    ("release", "speaks"),
    [
        ("3.5.1", DEAF),
        ("4.3.0", DEAF),
        ("4.4.0", ONE_WORD),
        ("4.9.0", ONE_WORD),
        ("4.9.1-beta.1", ONE_WORD),
        ("4.10.0", MUTE),
        ("4.12.0", MUTE),
        ("4.13.0", NEWEST),
        ("4.27.0", NEWEST),
        ("5.0.0", NEWEST),
        ("10.0", NEWEST),
    ],
)
def test_a_release_of_the_javascript_sdk_speaks_as_it_was_built(release: str, speaks: Dialect) -> None:
    assert dialect("js-sdk", release) == speaks


@pytest.mark.parametrize(
    "version", ["", "0.0.0-automated", "latest", "4", "v4.9.0", "4.9x", "-4.9.0", "٤.٩.٠"]
)
def test_who_names_no_release_that_can_be_read_is_taken_for_a_new_one(version: str) -> None:
    assert dialect("js-sdk", version) == NEWEST


@pytest.mark.parametrize("client", ["", "python-sdk", "kmp-sdk", "JS-SDK"])
def test_other_clients_have_other_numbers(client: str) -> None:
    assert dialect(client, "0.9.0") == dialect(client, "4.9.0") == NEWEST
