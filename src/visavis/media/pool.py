"""The few threads of this process that paint and encode pictures, shared by all its sessions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

THREADS = 2
"""Painting and encoding release the GIL; more threads than cores only add waiting."""


@cache
def picture_threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="picture")
