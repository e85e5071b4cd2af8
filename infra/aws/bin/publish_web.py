"""Puts the built web app and openapi.json into the bucket behind the CDN of AWS, and has the CDN show them at once.

    make deploy-web ENVIRONMENT=prod

Files under assets/ have their content in their names. They come first, and browsers keep them for a year; what names them comes after
them and is asked for again each time. So who opens a page while this runs finds all that the page names. What a build no longer has stays
for a week: a tab that was open before goes on, and fetches the parts it has not needed yet.

Runs in SAM's own Python, as `make deploy` does: it knows boto3 and the standard library alone.
"""

import argparse
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError, WaiterError

ROOT = Path(__file__).parents[3]
ASSETS = "assets/"
ONE_YEAR = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
# After everything they name: a page, and then the service worker, which fetches the page anew.
LAST = ("index.html", "service-worker.js")
# CloudFront compresses by itself; these lie beside the files for our own gateway.
COMPRESSED = (".br", ".gz")
# Written out: what Python knows of file types depends on the machine, and a browser that is told another type refuses the file.
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
# The moment a file left the build, in its metadata. That of its upload says nothing: a file may be months old and have left a minute ago.
LEFT = "left-the-build"
KEPT = timedelta(days=7)


class NotPublished(Exception):
    """Nothing was written; the message says what to do."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the build, and what the bucket is told of it."""

    key: str
    path: Path
    kind: str

    @property
    def hashed(self) -> bool:
        """Whether its name changes with its content."""
        return self.key.startswith(ASSETS)

    @property
    def described(self) -> dict[str, str]:
        """The headers it is served with."""
        return {"ContentType": self.kind, "CacheControl": ONE_YEAR if self.hashed else ASK_AGAIN}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the web app is served from."""

    bucket: str
    distribution: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many files were written, and how many of former builds are kept and are gone."""

    written: int
    kept: int
    gone: int


def built(root: Path) -> list[File]:
    """Every file to publish, in the order of publishing. Raises: NotPublished."""
    dist = root / "web/dist"
    if not (dist / "index.html").is_file():
        raise NotPublished("The web app is not built; `make web` builds it.")
    relative = (PurePosixPath(path.relative_to(dist)) for path in sorted(dist.rglob("*")) if path.is_file())
    # What begins with a dot is a note of the build to itself.
    keys = [str(one) for one in relative if one.suffix not in COMPRESSED and not any(part[0] == "." for part in one.parts)]
    files = [_file(key, dist / key) for key in keys] + [_file("openapi.json", root / "openapi.json")]
    return sorted(files, key=_turn)


def publish(files: list[File], place: Place, now: datetime, poll_seconds: int = 5) -> Outcome:
    """Write the files, let go of what left the build a week ago, and wait until the CDN shows it."""
    s3 = boto3.client("s3")
    for file in files:
        s3.put_object(Bucket=place.bucket, Key=file.key, Body=file.path.read_bytes(), **file.described)
    former = sorted(set(_keys(s3, place.bucket)) - {file.key for file in files})
    gone = [key for key in former if _let_go(s3, place.bucket, key, now)]
    changed = [file.key for file in files if not file.hashed] + [key for key in gone if not key.startswith(ASSETS)]
    _show(place, [f"/{key}" for key in changed], poll_seconds)
    return Outcome(len(files), len(former) - len(gone), len(gone))


def main(arguments: list[str] | None = None) -> None:
    """Publish what is built, and tell how much it was."""
    parser = argparse.ArgumentParser(prog="publish_web", description="Publishes the built web app to the CDN of AWS.")
    parser.add_argument("environment", choices=["dev", "prod"])
    parser.add_argument("--root", type=Path, default=ROOT, help="The repository with the build in it.")
    asked = parser.parse_args(arguments)
    try:
        sys.stdout.write(_do(asked.environment, asked.root))
    except WaiterError as late:
        raise SystemExit(f"Everything is published, but the CDN has not said that it shows it: {late}") from None
    except (NotPublished, BotoCoreError) as refusal:
        raise SystemExit(str(refusal)) from None
    except ClientError as refusal:
        raise SystemExit(f"AWS refused: {refusal}. Is this release's `terraform apply` done, with these credentials?") from None


def _do(environment: str, root: Path) -> str:
    files, place = built(root), _place(environment)
    if place is None:
        return f"The web app of {environment} is served from elsewhere: web/bucket or web/distribution-id says none.\n"
    outcome = publish(files, place, datetime.now(UTC))
    return f"Published {outcome.written} files; {outcome.kept} of former builds stay, {outcome.gone} are gone.\n"


def _place(environment: str) -> Place | None:
    """Ask what Terraform published, or somebody who serves the web app from elsewhere."""
    ssm = boto3.client("ssm")
    names = ("bucket", "distribution-id")
    values = [ssm.get_parameter(Name=f"/medbook/{environment}/web/{name}")["Parameter"]["Value"] for name in names]
    return None if "none" in values else Place(*values)


def _file(key: str, path: Path) -> File:
    kind = KINDS.get(path.suffix)
    if kind is None:
        raise NotPublished(f"{key} is of a kind that nobody has named; add it to KINDS in {Path(__file__).name}.")
    return File(key, path, kind)


def _turn(file: File) -> tuple[bool, int, str]:
    return not file.hashed, LAST.index(file.key) + 1 if file.key in LAST else 0, file.key


def _keys(s3: Any, bucket: str) -> Iterator[str]:
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        yield from (found["Key"] for found in page.get("Contents", ()))


def _let_go(s3: Any, bucket: str, key: str, now: datetime) -> bool:
    """Note on a file that it left the build, or delete it where that was noted a week ago; whether it is gone."""
    found = s3.head_object(Bucket=bucket, Key=key)
    left = found["Metadata"].get(LEFT)
    if left is None:
        told = {"ContentType": found["ContentType"], "CacheControl": found.get("CacheControl", ASK_AGAIN)}
        source, metadata = {"Bucket": bucket, "Key": key}, found["Metadata"] | {LEFT: now.isoformat(timespec="seconds")}
        s3.copy_object(Bucket=bucket, Key=key, CopySource=source, MetadataDirective="REPLACE", Metadata=metadata, **told)
        return False
    if now - datetime.fromisoformat(left) < KEPT:
        return False
    s3.delete_object(Bucket=bucket, Key=key)
    return True


def _show(place: Place, paths: list[str], poll_seconds: int) -> None:
    """Have the CDN forget these, and wait until it has. Pages are all index.html to it: spa.js rewrites before it looks."""
    cloudfront = boto3.client("cloudfront")
    batch = {"Paths": {"Quantity": len(paths), "Items": paths}, "CallerReference": str(uuid.uuid4())}
    made = cloudfront.create_invalidation(DistributionId=place.distribution, InvalidationBatch=batch)["Invalidation"]["Id"]
    every = {"Delay": poll_seconds, "MaxAttempts": 120}
    waiter = cloudfront.get_waiter("invalidation_completed")
    waiter.wait(DistributionId=place.distribution, Id=made, WaiterConfig=every)


if __name__ == "__main__":
    main()
