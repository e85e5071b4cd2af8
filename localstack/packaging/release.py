"""Gives a built template a release of its own: CloudFormation migrates, and publishes versions, only for what it has not seen."""

import re
import secrets
import sys
from pathlib import Path

BYTES = 5  # ten hexadecimal digits
RELEASE = re.compile(r"^(  Release:\n(?:    .*\n)*?    Default: ).*$", re.MULTILINE)


def stamp(template: Path, release: str) -> None:
    """Write the release into the template's parameter. Raises: ValueError."""
    stamped, count = RELEASE.subn(rf"\g<1>{release}", template.read_text(encoding="utf-8"), count=1)
    if count != 1:
        raise ValueError(f"{template} has no parameter Release with a default.")
    template.write_text(stamped, encoding="utf-8")


if __name__ == "__main__":
    # In quotes: 1234567890 is a number to YAML, and 12345678e9 is one too.
    stamp(Path(sys.argv[1]), f'"{secrets.token_hex(BYTES)}"')
