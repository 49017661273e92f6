"""A knowledge group, with what is shown of its documents."""

from __future__ import annotations

from dataclasses import dataclass

from visavis.store.knowledge import KnowledgeGroup


@dataclass(frozen=True, slots=True)
class GroupView:
    group: KnowledgeGroup
    document_count: int
