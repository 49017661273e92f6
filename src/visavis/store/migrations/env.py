"""Alembic's entry: runs the migrations on the connection that `store.migrate` hands over."""

from alembic import context

from visavis.store.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
)

with context.begin_transaction():
    context.run_migrations()
