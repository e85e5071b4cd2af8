"""Where the files are that contracts are made of."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
EVENTS = ROOT / "events"
