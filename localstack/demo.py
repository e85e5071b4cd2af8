"""Whether a database gets the demo clinic: only an empty one does."""

from sqlalchemy import text

from medbook.postgres.engine import open_engine


def seed_if_empty(database_url: str) -> bool:
    """Fill an empty, migrated database with the demo clinic; True when it was empty."""
    if not _is_empty(database_url):
        return False
    # Imported here: a stack that finds its clinic should not wait for argon2 and the rest.
    from localstack.seed import seed

    seed(database_url)
    return True


def _is_empty(database_url: str) -> bool:
    engine = open_engine(database_url)
    try:
        with engine.connect() as connection:
            return connection.execute(text("SELECT 1 FROM account LIMIT 1")).first() is None
    finally:
        engine.dispose()
