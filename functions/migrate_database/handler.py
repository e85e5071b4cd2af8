"""On every deploy, before traffic: bring the database to the newest schema."""

from medbook.http.deployment import deployed_app, deployed_handler
from medbook.postgres.engine import open_engine
from medbook.postgres.migrate import migrate
from medbook.settings import DatabaseSettings

# A migration may rewrite a table; the function itself is given five minutes.
_TIMEOUT_SECONDS = 280


def migrate_database() -> dict[str, str | None]:
    """Apply what is missing; return the revision before and after."""
    configured = DatabaseSettings()
    engine = open_engine(
        configured.database_url,
        authentication=configured.database_authentication,
        pool_size=1,
        timeout_seconds=_TIMEOUT_SECONDS,
    )
    try:
        before, after = migrate(engine)
    finally:
        engine.dispose()
    return {"before": before, "after": after}


app = deployed_app(migrate_database)
handler = deployed_handler(migrate_database)
