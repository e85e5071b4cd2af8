"""Migrations lead to the tables the code knows."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from medbook.postgres.migrate import is_current, newest_revision
from medbook.postgres.tables import metadata
from tests.support.clinic import running_database


def test_migrations_lead_to_the_tables_of_the_code() -> None:
    with running_database() as engine, engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
        assert compare_metadata(context, metadata) == []
        assert is_current(connection)


def test_the_newest_revision_is_the_last_file() -> None:
    assert newest_revision().isdigit()
