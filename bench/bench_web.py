"""Lighthouse on the start page and on a doctor's page, as on a slow telephone and as at a desk, beside a page without any script.

The goal: at least 95 in every category. Run with `make bench`, or with `python -m bench.bench_web` after
`make web .local/node/.installed`, and on a machine that does nothing else: it is slowed down fourfold to be the telephone, and whatever
else runs is slowed down with it.
"""

import json
import os
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from localstack.background import BackgroundStack
from localstack.options import Options
from tests.support.repository import ROOT
from tests.support.screens import chromium

LIGHTHOUSE = "lighthouse@13.5.0"
TIMES = 3
# Now and then Chromium's trace lacks its beginning (NO_NAVSTART).
ATTEMPTS = 3
FORMS: dict[str, list[str]] = {"telephone": [], "desk": ["--preset=desktop"]}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# The quiet flags of a test's browser: no updates, no calls home.
BROWSER = " ".join(
    (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    )
)


@contextmanager
def running_clinic() -> Iterator[str]:
    """Start the whole stack with its demo clinic; yield its address."""
    folder = Path(tempfile.mkdtemp(prefix="medbook-bench-"))
    folder.chmod(0o755)
    try:
        with BackgroundStack(Options(state_dir=folder, durable=False)) as running:
            yield running.stack.url
    finally:
        shutil.rmtree(folder)


def report(url: str, options: list[str]) -> dict[str, Any]:
    """Return what Lighthouse says of a page, in the form of its JSON."""
    # Lighthouse asks for a newer Node than the build.
    path = f"{ROOT / '.local/node'}{os.pathsep}{os.environ['PATH']}"
    command = ["npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", f"--chrome-flags={BROWSER}", *options]
    surroundings = os.environ | {"PATH": path, "CHROME_PATH": chromium()}
    for _ in range(ATTEMPTS):
        said = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False, timeout=300)
        if said.returncode == 0:
            found: dict[str, Any] = json.loads(said.stdout)
            return found
    raise RuntimeError(f"{' '.join(command)}:\n{said.stderr}")


def measured(url: str, options: list[str]) -> list[str]:
    """Return the cells of a page's row: the medians of several visits."""
    reports = [report(url, options) for _ in range(TIMES)]

    def median(audit: str) -> float:
        return statistics.median([float(one["audits"][audit]["numericValue"]) for one in reports])

    scores = [f"{100 * statistics.median(one['categories'][name]['score'] for one in reports):.0f}" for name in CATEGORIES]
    times = [
        f"{median(audit):,.0f} ms" for audit in ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")
    ]
    return [*scores, *times, f"{median('cumulative-layout-shift'):.3f}"]


def main() -> None:
    """Print a row for each page and form."""
    print("| page | form | performance | accessibility | best practices | SEO | first paint | largest paint | blocked | shift |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    with running_clinic() as clinic:
        [doctor] = httpx.get(f"{clinic}/v1/doctors", params={"limit": 1}).json()["items"]
        pages = {
            "a page without script (reference)": "/offline.html",
            "start page": "/",
            "a doctor's page": f"/doctors/{doctor['id']}",
        }
        for form, options in FORMS.items():
            for name, path in pages.items():
                print("|", " | ".join([name, form, *measured(clinic + path, options)]), "|", flush=True)


if __name__ == "__main__":
    main()
