"""What tests of single migrations share."""

from __future__ import annotations

from alembic.config import Config
from sqlalchemy import Connection

from visavis.store.migrate import configuration

TODAY = "2026-11-20 20:00:00.000000"
"""As SQLite keeps a time."""


def config_for(connection: Connection) -> Config:
    config = configuration()
    config.attributes["connection"] = connection
    return config
