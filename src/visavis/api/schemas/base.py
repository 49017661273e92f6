"""What requests and answers share: camelCase names, times in UTC with milliseconds, pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel

from visavis.services.paging import Page


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


Timestamp = Annotated[datetime, PlainSerializer(_iso, return_type=str)]


def _iso_text(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("a time is an ISO 8601 text with a zone")
    return value


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Moment = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_iso_text)]
"""A time in a request: ISO 8601 with a zone."""

Count = Annotated[int, BeforeValidator(_whole)]
"""A whole number in a request, where the contract says number: 10 and 10.0 are the same."""


class Answer(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Said(Answer):
    message: str


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
