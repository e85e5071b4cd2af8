"""First tables. The SQL lies beside this file, as PostgreSQL reads it."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table, with `btree_gist` for the exclusion constraint on `occupancy`."""
    op.get_bind().connection.cursor().execute(Path(__file__).with_suffix(".sql").read_text())


def downgrade() -> None:
    """Refuse: going back from here would drop every appointment."""
    raise RuntimeError("the first migration has no way back; restore a backup instead")
