"""The servers that functions need, without the functions: PostgreSQL, Kafka, and a mail server with its inbox."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from localstack.background import BackgroundStack
from localstack.options import Options
from localstack.surroundings import values_for_functions

NO_FUNCTIONS = "Resources: {}\n"


@contextmanager
def servers() -> Iterator[BackgroundStack]:
    """Start them with an empty database; the inbox is at the stack's URL."""
    folder = Path(tempfile.mkdtemp(prefix="medbook-servers-"))
    folder.chmod(0o755)
    template = folder / "template.yaml"
    template.write_text(NO_FUNCTIONS)
    try:
        with BackgroundStack(Options(state_dir=folder, template=template, durable=False, schedules=False)) as running:
            yield running
    finally:
        shutil.rmtree(folder)


def settings_at(running: BackgroundStack) -> dict[str, str]:
    """What functions are told that use these servers."""
    stack = running.stack
    return {"KAFKA_SECURITY_PROTOCOL": "PLAINTEXT"} | values_for_functions(
        stack.options, stack.url, stack.database_url, stack.kafka_bootstrap_servers, stack.mail_url
    )
