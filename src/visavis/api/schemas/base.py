"""What requests and answers share: camelCase names, times in UTC with milliseconds, pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel

from visavis.api.openapi.schemas import LEFT_OUT_IF_NULL
from visavis.services.paging import Page

Day = TypeVar("Day", date, datetime)

FIRST_YEAR, LAST_YEAR = 1970, 9000
"""Of times in requests; near the ends of the calendar, adding a day or a zone to one would fail."""


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


Timestamp = Annotated[
    datetime,
    PlainSerializer(_iso, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Uuid = Annotated[str, WithJsonSchema({"type": "string", "format": "uuid"})]
Url = Annotated[str, WithJsonSchema({"type": "string", "format": "uri"})]
"""The three of answers, which were checked when they came in."""


def _iso_text(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("a time is an ISO 8601 text with a zone")
    return value


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _in_reach(day: Day) -> Day:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"a year from {FIRST_YEAR} to {LAST_YEAR} is expected")
    return day


Instant = Annotated[AwareDatetime, AfterValidator(_in_reach)]
"""A time in a query: ISO 8601 with a zone."""
Date = Annotated[date, AfterValidator(_in_reach)]
Moment = Annotated[Instant, Field(strict=False), BeforeValidator(_iso_text)]
"""A time in a body."""

WHOLE = BeforeValidator(_whole)
"""For whole numbers in requests, where the contract says number: 10 and 10.0 are the same."""


def left_out_if_null() -> Any:
    """A field that is left out where it has no value: the public MCP server stumbles over its null."""
    return Field(None, exclude_if=lambda value: value is None, json_schema_extra={LEFT_OUT_IF_NULL: True})


class Answer(BaseModel):
    """All its fields are always there, unless they say otherwise; what is unknown or absent is null."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        use_attribute_docstrings=True,
        json_schema_serialization_defaults_required=True,
    )


class Said(Answer):
    message: str


class Ready(Answer):
    status: Literal["ok"] = "ok"


class Done(Answer):
    """Nothing more is to be said."""


Item = TypeVar("Item", bound=BaseModel)
Row = TypeVar("Row")


class Meta(Answer):
    total: int
    last_page: int
    current_page: int
    per_page: int
    prev: int | None
    next: int | None


class Listing(Answer, Generic[Item]):
    data: list[Item]
    meta: Meta


def listing(page: Page[Row], show: Callable[[Row], Item]) -> Listing[Item]:
    current, per_page = page.request.page, page.request.per_page
    last = max(1, -(-page.total // per_page))
    return Listing(
        data=[show(row) for row in page.rows],
        meta=Meta(
            total=page.total,
            last_page=last,
            current_page=current,
            per_page=per_page,
            prev=min(current - 1, last) if current > 1 else None,
            next=current + 1 if current < last else None,
        ),
    )
