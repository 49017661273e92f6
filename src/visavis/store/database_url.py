"""Which database a URL names: SQLite or PostgreSQL, spelt as people spell them."""

from __future__ import annotations

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
PARAMETERS = {"host": "host", "port": "port", "ssl": "ssl", "sslmode": "ssl"}
"""What may stand behind the "?" for PostgreSQL, and what asyncpg calls it."""

EXPECTED = (
    "it should look like sqlite:////var/lib/visavis/visavis.db or postgresql://visavis@localhost/visavis."
)


class CannotOpenDatabase(Exception):
    """`str(error)` is one line for people; there is no password in it."""


def engine_url(text: str) -> URL:
    """Raises CannotOpenDatabase."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # their messages repeat the URL
        raise CannotOpenDatabase(f"The database URL cannot be read; {EXPECTED}") from None
    driver = DRIVERS.get(url.drivername)
    if driver is None:
        raise CannotOpenDatabase(
            f"The database URL names {url.drivername}, and visavis works on SQLite and PostgreSQL; {EXPECTED}"
        )
    url = url.set(drivername=driver)
    return url if url.get_backend_name() == "sqlite" else _for_asyncpg(url)


def _for_asyncpg(url: URL) -> URL:
    for name in url.query:
        if name not in PARAMETERS:
            taken = ", ".join(sorted(PARAMETERS))
            raise CannotOpenDatabase(f"The database URL has the parameter {name}; only {taken} can be there.")
    return url.set(query={PARAMETERS[name]: value for name, value in url.query.items()})
