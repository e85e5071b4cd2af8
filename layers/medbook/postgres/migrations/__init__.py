"""Alembic migrations, applied by the function `migrate_database`. Each is written to run beside the code before it."""
