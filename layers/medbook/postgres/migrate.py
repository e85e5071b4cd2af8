"""Bring a database to the newest migration, and tell whether it is there."""

from importlib.resources import files

from sqlalchemy import Connection, Engine, text

# One migration at a time, however many deployments run: the number is ours alone in this database.
_LOCK = 0x6D656462


def migrate(engine: Engine) -> tuple[str | None, str]:
    """Apply every migration that is missing; return the revision before and after.

    Runs in one transaction under an advisory lock: a second caller waits, then finds nothing to do. A database that is ahead is left as
    it is: a release that is rolled back migrates too, and does not know the revision it finds.
    """
    from alembic import command

    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        before = _revision(connection)
        if not is_current(connection):
            command.upgrade(_configuration(connection), "head")
        after = _revision(connection)
    if after is None:
        raise RuntimeError("migrations ran, but left no revision behind")
    return before, after


def is_current(connection: Connection) -> bool:
    """Tell whether the database has every migration this code knows; one that is ahead has."""
    return (_revision(connection) or "") >= newest_revision()


def newest_revision() -> str:
    """Return the revision at the end of the chain, read from the file names (`NNNN_title.py`) without importing Alembic."""
    versions = files("medbook.postgres.migrations").joinpath("versions")
    return max(entry.name for entry in versions.iterdir() if entry.name[:4].isdigit())[:4]


def _revision(connection: Connection) -> str | None:
    if connection.execute(text("SELECT to_regclass('alembic_version') IS NULL")).scalar_one():
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return revision


def _configuration(connection: Connection):  # type: ignore[no-untyped-def]  # Alembic is imported only where it is used
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", "medbook:postgres/migrations")
    configuration.attributes["connection"] = connection
    return configuration
