"""Before Lambda SnapStart takes its snapshot: import what the first request would, so that no copy restored from it has to.

https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-python.html
"""

from importlib import import_module

# Left for later everywhere else, where a process that need not book or sign should not wait for them. No module of these connects,
# draws a number or starts a thread when it is imported.
_LATER = (
    "sqlalchemy.dialects.postgresql.pg8000",
    "medbook.postgres.pipelining",
    "kafka",
    "botocore.auth",
    "botocore.awsrequest",
    "botocore.session",
)


def prepare_for_snapshots() -> None:
    """Register with Lambda's runtime. Elsewhere there is none, and on Lambda it asks only where SnapStart is on."""
    try:
        from snapshot_restore_py import register_before_snapshot  # type: ignore[import-untyped]  # the runtime brings it
    except ImportError:
        return
    register_before_snapshot(_import_ahead)


def _import_ahead() -> None:
    for module in _LATER:
        import_module(module)
