"""Running a part as somebody else: PostgreSQL refuses to run as root."""

import hashlib
import os
import pwd
import stat
from pathlib import Path

FALLBACK = Path("/var/tmp")  # noqa: S108 (the folder made there is checked and its own)


def unprivileged_user() -> str | None:
    """Whom to become when this is root; None when it is not."""
    return "nobody" if os.geteuid() == 0 else None


def folder_for(user: str | None, wanted: Path) -> Path:
    """A folder the user can reach: the wanted one, or where a folder above it is closed one below /var/tmp, always the same."""
    wanted = wanted.absolute()
    if user is None or _is_open_to_others(wanted.parent):
        return wanted
    own = FALLBACK / f"medbook-{hashlib.sha256(str(wanted).encode()).hexdigest()[:12]}"
    own.mkdir(mode=0o755, exist_ok=True)
    if own.is_symlink() or own.stat().st_uid != os.geteuid():
        raise PermissionError(f"{own} belongs to somebody else.")
    return own / wanted.name


def hand_over(path: Path, user: str | None) -> None:
    """Make the user the owner."""
    if user is not None:
        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def _is_open_to_others(folder: Path) -> bool:
    existing = [place for place in (folder, *folder.parents) if place.exists()]
    return all(place.stat().st_mode & stat.S_IXOTH for place in existing)
