"""Node, which builds the web app: this machine's own, or the one that the Makefile takes from a wheel."""

import os

from tests.support.repository import ROOT


def path_with_node() -> str:
    """A PATH on which `node`, `npm` and `npx` are found."""
    return os.pathsep.join((str(ROOT / ".local/node"), os.environ["PATH"]))
