"""Alembic's entry point. It takes the connection it is given; it reads no file and no environment."""

from alembic import context

from medbook.postgres.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
