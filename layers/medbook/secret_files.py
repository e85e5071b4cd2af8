"""Settings that lie in files, as Docker and Kubernetes hand out secrets: `TOKEN_SIGNING_KEY_FILE=/run/secrets/key`. For containers."""

from collections.abc import MutableMapping
from pathlib import Path

from medbook.settings import Settings

SUFFIX = "_FILE"


def read_secret_files(environment: MutableMapping[str, str]) -> None:
    """Set each setting whose `NAME_FILE` names a file, unless `NAME` is set itself.

    Only names of our own settings count: AWS_WEB_IDENTITY_TOKEN_FILE and its like mean something else.

    Raises: OSError.
    """
    names = {name.upper() for kind in Settings.__subclasses__() for name in kind.model_fields}
    for name in sorted(names - environment.keys()):
        file = environment.get(name + SUFFIX)
        if file:
            environment[name] = Path(file).read_text(encoding="utf-8").strip()
