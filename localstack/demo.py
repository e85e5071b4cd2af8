"""Whether a database gets the demo clinic: only an empty one does."""

import pg8000.native
from sqlalchemy import make_url


def seed_if_empty(database_url: str) -> bool:
    """Fill an empty, migrated database with the demo clinic; True when it was empty."""
    if not _is_empty(database_url):
        return False
    # Imported here: a stack that finds its clinic should not wait for argon2 and the rest.
    from localstack.seed import seed

    seed(database_url)
    return True


def _is_empty(database_url: str) -> bool:
    url = make_url(database_url)
    assert url.username is not None
    connection = pg8000.native.Connection(url.username, url.host or "localhost", url.database, url.port or 5432, url.password)
    try:
        return not connection.run("SELECT 1 FROM account LIMIT 1")
    finally:
        connection.close()
