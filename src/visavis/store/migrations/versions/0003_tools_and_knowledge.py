"""Tools, knowledge groups and their documents, and the jobs that read these."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from visavis.store.base import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CREATE_SQLITE_WORDS = (  # the scope is one word for each group: a search never walks through those of others
    """
    CREATE VIRTUAL TABLE knowledge_words USING fts5(
        scope, text, content='', tokenize='porter unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER knowledge_words_insert AFTER INSERT ON knowledge_chunks BEGIN
        INSERT INTO knowledge_words(rowid, scope, text)
        VALUES (new.id, replace(new.group_id, '-', ''), new.text);
    END
    """,
    """
    CREATE TRIGGER knowledge_words_delete AFTER DELETE ON knowledge_chunks BEGIN
        INSERT INTO knowledge_words(knowledge_words, rowid, scope, text)
        VALUES ('delete', old.id, replace(old.group_id, '-', ''), old.text);
    END
    """,
)
DROP_SQLITE_WORDS = (
    "DROP TRIGGER knowledge_words_delete",
    "DROP TRIGGER knowledge_words_insert",
    "DROP TABLE knowledge_words",
)
CREATE_POSTGRES_WORDS = (  # as FTS5 sees them: no stop words, no accents, and punctuation only separates
    "CREATE TEXT SEARCH DICTIONARY knowledge_stems (TEMPLATE = snowball, LANGUAGE = english)",
    'CREATE TEXT SEARCH CONFIGURATION knowledge (PARSER = pg_catalog."default")',
    "ALTER TEXT SEARCH CONFIGURATION knowledge ADD MAPPING FOR asciiword, word WITH knowledge_stems",
    "ALTER TEXT SEARCH CONFIGURATION knowledge ADD MAPPING FOR numword, int, uint, sfloat WITH simple",
    r"""
    CREATE FUNCTION knowledge_plain(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(
        regexp_replace(normalize($1, NFD), '[\u0300-\u036f]+', '', 'g'),
        '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf'
        '\u2000-\u206f\u3000-\u303f]+', ' ', 'g'
    )
    """,
    """
    CREATE FUNCTION knowledge_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN to_tsvector('knowledge', knowledge_plain($1))
    """,
    """
    CREATE FUNCTION knowledge_query(text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN phraseto_tsquery('knowledge', knowledge_plain($1))
    """,
    """
    ALTER TABLE knowledge_chunks
    ADD COLUMN words tsvector NOT NULL GENERATED ALWAYS AS (knowledge_words(text)) STORED
    """,
    "CREATE INDEX ix_knowledge_chunks_words ON knowledge_chunks USING gin (words)",
)
DROP_POSTGRES_WORDS = (
    "ALTER TABLE knowledge_chunks DROP COLUMN words",
    "DROP FUNCTION knowledge_query",
    "DROP FUNCTION knowledge_words",
    "DROP FUNCTION knowledge_plain",
    "DROP TEXT SEARCH CONFIGURATION knowledge",
    "DROP TEXT SEARCH DICTIONARY knowledge_stems",
)
CREATE_WORDS = {"sqlite": CREATE_SQLITE_WORDS, "postgresql": CREATE_POSTGRES_WORDS}
DROP_WORDS = {"sqlite": DROP_SQLITE_WORDS, "postgresql": DROP_POSTGRES_WORDS}


def upgrade() -> None:
    _create_tools()
    _create_knowledge()
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=False),
        sa.Column("running", sa.Boolean(), nullable=False),
        sa.Column("progress", sa.Double(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_jobs_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index("ix_jobs_subject_id", "jobs", ["subject_id"])
    op.create_index("ix_jobs_waiting", "jobs", ["running", "not_before"])


def downgrade() -> None:
    op.drop_table("jobs")
    for statement in DROP_WORDS[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_table("knowledge_chunks")
    op.drop_table("knowledge_documents")
    op.drop_table("knowledge_groups")
    op.drop_table("persona_tools")
    op.drop_table("tools")
    op.add_column("personas", sa.Column("tool_ids", sa.JSON(), nullable=False, server_default="[]"))


def _create_tools() -> None:
    op.create_table(
        "tools",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=True),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("config", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("sealed_headers", sa.Text(), nullable=True),
        sa.Column("disable_interruptions", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_tools_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tools")),
    )
    op.create_index(
        "uq_tools_name",
        "tools",
        ["organization_id", "name"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "persona_tools",
        sa.Column("persona_id", sa.String(length=36), nullable=False),
        sa.Column("tool_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["persona_id"], ["personas.id"], name=op.f("fk_persona_tools_persona_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["tool_id"], ["tools.id"], name=op.f("fk_persona_tools_tool_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("persona_id", "tool_id", name=op.f("pk_persona_tools")),
    )
    op.create_index("ix_persona_tools_tool_id", "persona_tools", ["tool_id"])
    op.drop_column("personas", "tool_ids")  # no tool could exist, so it is empty everywhere


def _create_knowledge() -> None:
    op.create_table(
        "knowledge_groups",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_knowledge_groups_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_groups")),
    )
    op.create_index("ix_knowledge_groups_organization_id", "knowledge_groups", ["organization_id"])
    op.create_table(
        "knowledge_documents",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("content_type", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("blob_key", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("chunk_size", sa.Integer(), nullable=False),
        sa.Column("chunk_overlap", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_knowledge_documents_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["knowledge_groups.id"],
            name=op.f("fk_knowledge_documents_group_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_documents")),
    )
    op.create_index("ix_knowledge_documents_organization_id", "knowledge_documents", ["organization_id"])
    op.create_index("ix_knowledge_documents_group_id", "knowledge_documents", ["group_id"])
    op.create_table(
        "knowledge_chunks",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("metadata", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("embedding", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["knowledge_documents.id"],
            name=op.f("fk_knowledge_chunks_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_chunks")),
    )
    op.create_index("ix_knowledge_chunks_group_id", "knowledge_chunks", ["group_id"])
    op.create_index(
        "ix_knowledge_chunks_document", "knowledge_chunks", ["document_id", "number"], unique=True
    )
    for statement in CREATE_WORDS[op.get_bind().dialect.name]:
        op.execute(statement)
