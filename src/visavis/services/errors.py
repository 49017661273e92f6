"""What can go wrong in the rules of the house. `api.errors` turns each into its one HTTP answer."""

from __future__ import annotations

from collections.abc import Sequence


class Refused(Exception):
    """Base of all refusals; `str(error)` is a sentence for people."""

    retry_after_s: int | None = None
    """When it may be tried again, where that is known."""


class Invalid(Refused):
    """Something in the request is wrong; `path` names the field, dotted."""

    def __init__(self, path: str, message: str, code: str = "custom") -> None:
        super().__init__(message)
        self.path = path
        self.code = code


class Unused(Refused):
    """Fields that do nothing here, in a request that wants to be told so; `paths` are dotted."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__("Something in the request is not used by this server")
        self.paths = paths


class Unauthorized(Refused):
    """No credentials, or none that we know."""


class Forbidden(Refused):
    """Known, but not allowed."""


class NotFound(Refused):
    """No such thing, or none that the caller may see."""


class Conflict(Refused):
    """Not in the state that this thing is in."""


class StillRunning(Refused):
    """The same request is being dealt with; `retry_after_s` seconds later it may be done."""

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class TooLarge(Refused):
    """More bytes than this may have."""


class WrongType(Refused):
    """A body, or a file in it, of a kind that is not taken here."""


class Unprocessable(Refused):
    """Well said, but not to be done: an image that is none, or one that moderation refused."""


class TooManyRequests(Refused):
    """Too often; `retry_after_s` seconds later it may be tried again."""

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class TooManySessions(Refused):
    """The organization holds as many sessions as it may."""


class Busy(Refused):
    """No engine can take a session now."""


class NotConfigured(Refused):
    """This server could do it, and was not set up to."""


class VendorFailed(Refused):
    """A vendor that this server asked gave no answer, or none that helps."""
