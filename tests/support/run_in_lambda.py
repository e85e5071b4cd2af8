"""What Lambda's bootstrap does: put IMPORT_PATH after the code, and hand over to `awslambdaric`.

Run by a bare Python in the code's folder.
"""

import os
import sys
from pathlib import Path

sys.path[:0] = [str(Path.cwd()), *os.environ.pop("IMPORT_PATH").split(os.pathsep)]

from awslambdaric.__main__ import main  # noqa: E402 (it lies on the path made above)

main(sys.argv)
