"""The web app on AWS: what lies in the bucket behind the CDN after it was published, and what the CDN is told."""

import asyncio
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from moto import mock_aws
from moto.cloudfront.models import Invalidation

from infra.aws.bin import publish_web
from infra.aws.bin.publish_web import KEPT, Place, built, publish
from localstack.gateway.web import beside_the_api
from tests.support.repository import ROOT

REGION = "eu-central-1"
BUCKET = "medbook-dev-web-111122223333"
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
KEPT_FOR_A_YEAR = "public, max-age=31536000, immutable"
# What a call needs a right for.
RIGHTS = {
    "GetParameter": {"ssm:GetParameter"},
    "PutObject": {"s3:PutObject"},
    "ListObjectsV2": {"s3:ListBucket"},
    "HeadObject": {"s3:GetObject"},
    "CopyObject": {"s3:GetObject", "s3:PutObject"},
    "DeleteObject": {"s3:DeleteObject"},
    "CreateInvalidation": {"cloudfront:CreateInvalidation"},
    "GetInvalidation": {"cloudfront:GetInvalidation"},
}


@pytest.fixture
def states(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What CloudFront says of an invalidation, in its own spelling; moto's is another, which no waiter of botocore knows."""
    told = ["Completed"]
    monkeypatch.setattr(Invalidation, "status", property(lambda _: told[0], lambda _, __: None), raising=False)
    return told


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, states: list[str]) -> Iterator[Place]:
    """An account after `terraform apply`: an empty bucket, a distribution, and the parameters that name them."""
    for name, value in {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": REGION}.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
        boto3.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        named = Place(BUCKET, distribution())
        say("bucket", named.bucket)
        say("distribution-id", named.distribution)
        yield named


def distribution() -> str:
    """A distribution with an origin, which is all that matters here."""
    config: Any = {
        "CallerReference": "one",
        "Comment": "",
        "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [{"Id": "web", "DomainName": f"{BUCKET}.s3.{REGION}.amazonaws.com"}]},
        "DefaultCacheBehavior": {"TargetOriginId": "web", "ViewerProtocolPolicy": "redirect-to-https"},
    }
    return str(boto3.client("cloudfront").create_distribution(DistributionConfig=config)["Distribution"]["Id"])


def say(name: str, value: str) -> None:
    boto3.client("ssm").put_parameter(Name=f"/medbook/dev/web/{name}", Value=value, Type="String", Overwrite=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose web app is built: a page, a script and a style sheet of it, and what lies at the root."""
    build(tmp_path, "assets/app-1.js", "assets/app-1.css")
    return tmp_path


def build(root: Path, *assets: str) -> None:
    """Build anew, with these files under assets/, compressed too; each file says its own name."""
    dist = root / "web/dist"
    for old in dist.glob("assets/*"):
        old.unlink()
    root_files = (
        "index.html",
        "service-worker.js",
        "manifest.webmanifest",
        "favicon.svg",
        "icons/192.png",
        "robots.txt",
        "theme.js",
    )
    for name in (
        *root_files,
        *assets,
        *(f"{asset}{suffix}" for asset in assets for suffix in (".br", ".gz")),
        ".vite/manifest.json",
    ):
        (dist / name).parent.mkdir(parents=True, exist_ok=True)
        (dist / name).write_text(name)
    (root / "openapi.json").write_text("{}")


def deploy(root: Path, place: Place, days: int = 0) -> None:
    publish(built(root), place, NOW + timedelta(days), poll_seconds=0)


def in_the_bucket() -> dict[str, Any]:
    """Each object as a GET answers it."""
    s3 = boto3.client("s3")
    keys = [found["Key"] for found in s3.list_objects_v2(Bucket=BUCKET).get("Contents", ())]
    return {key: s3.get_object(Bucket=BUCKET, Key=key) for key in keys}


def invalidated(place: Place) -> list[list[str]]:
    cloudfront = boto3.client("cloudfront")
    made = cloudfront.list_invalidations(DistributionId=place.distribution)["InvalidationList"].get("Items", ())
    ids = [each["Id"] for each in made]
    found = [cloudfront.get_invalidation(DistributionId=place.distribution, Id=one)["Invalidation"] for one in ids]
    return [sorted(each["InvalidationBatch"]["Paths"]["Items"]) for each in found]


@pytest.fixture
def calls(place: Place) -> list[tuple[str, str]]:
    """Every call of AWS from now on: the operation, and the key it is about."""
    told: list[tuple[str, str]] = []
    session = boto3.DEFAULT_SESSION
    assert session
    session.events.register(
        "before-parameter-build.*.*", lambda params, model, **_: told.append((model.name, params.get("Key", "")))
    )
    return told


# What lies there


def test_each_file_has_its_kind_and_says_how_long_it_is_good_for(root: Path, place: Place) -> None:
    deploy(root, place)
    assert {
        "assets/app-1.js": ("text/javascript; charset=utf-8", KEPT_FOR_A_YEAR),
        "assets/app-1.css": ("text/css; charset=utf-8", KEPT_FOR_A_YEAR),
        "index.html": ("text/html; charset=utf-8", "no-cache"),
        "service-worker.js": ("text/javascript; charset=utf-8", "no-cache"),
        "manifest.webmanifest": ("application/manifest+json", "no-cache"),
        "favicon.svg": ("image/svg+xml", "no-cache"),
        "icons/192.png": ("image/png", "no-cache"),
        "robots.txt": ("text/plain; charset=utf-8", "no-cache"),
        "theme.js": ("text/javascript; charset=utf-8", "no-cache"),
        "openapi.json": ("application/json", "no-cache"),
    } == {key: (found["ContentType"], found["CacheControl"]) for key, found in in_the_bucket().items()}


def test_each_file_is_what_was_built(root: Path, place: Place) -> None:
    deploy(root, place)
    found = {key: each["Body"].read().decode() for key, each in in_the_bucket().items()}
    assert {key: "{}" if key == "openapi.json" else key for key in found} == found


def test_the_cdn_says_of_each_file_what_our_gateway_says(place: Place) -> None:
    """Of the app as `make web` builds it."""
    deploy(ROOT, place)
    found = {key: (each["ContentType"], each["CacheControl"]) for key, each in in_the_bucket().items()}
    assert gateway_says(list(found)) == found


def gateway_says(keys: list[str]) -> dict[str, tuple[str, str]]:
    async def ask() -> dict[str, tuple[str, str]]:
        transport = httpx.ASGITransport(beside_the_api(ROOT, []))
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
            answers = {key: (await client.get(f"/{key}")).headers for key in keys}
        return {key: (headers["content-type"], headers["cache-control"]) for key, headers in answers.items()}

    return asyncio.run(ask())


# In which order


def test_what_names_others_comes_after_them(root: Path, place: Place, calls: list[tuple[str, str]]) -> None:
    deploy(root, place)
    keys = [key for operation, key in calls if operation == "PutObject"]
    assert [True, True] + [False] * 8 == [key.startswith("assets/") for key in keys]
    assert ["index.html", "service-worker.js"] == keys[-2:]


def test_the_cdn_forgets_what_is_not_hashed_when_all_is_there(root: Path, place: Place, calls: list[tuple[str, str]]) -> None:
    deploy(root, place)
    assert [sorted(f"/{key}" for key in in_the_bucket() if not key.startswith("assets/"))] == invalidated(place)
    operations = [operation for operation, _ in calls]
    assert "CreateInvalidation" not in operations[: operations.index("ListObjectsV2")]


def test_it_waits_until_the_cdn_has_forgotten(root: Path, place: Place, calls: list[tuple[str, str]], states: list[str]) -> None:
    states[:0] = ["InProgress", "InProgress", "InProgress"]
    assert boto3.DEFAULT_SESSION
    boto3.DEFAULT_SESSION.events.register("before-parameter-build.cloudfront.GetInvalidation", lambda **_: next_of(states))
    deploy(root, place)
    assert ["CreateInvalidation", *["GetInvalidation"] * 3] == [operation for operation, _ in calls][-4:]


def next_of(states: list[str]) -> None:
    states.pop(0)


# What a build no longer has


def test_a_tab_that_was_open_before_finds_its_files_for_a_week(root: Path, place: Place) -> None:
    deploy(root, place)
    build(root, "assets/app-2.js")
    # Months later: what counts is when it left the build.
    for days in (90, 90 + KEPT.days - 1):
        deploy(root, place, days)
    assert {"assets/app-1.js", "assets/app-1.css", "assets/app-2.js"} <= in_the_bucket().keys()


def test_after_a_week_they_are_gone(root: Path, place: Place) -> None:
    deploy(root, place)
    build(root, "assets/app-2.js")
    deploy(root, place, 1)
    deploy(root, place, 1 + KEPT.days)
    assert {"assets/app-2.js"} == {key for key in in_the_bucket() if key.startswith("assets/")}


def test_a_file_that_left_is_served_as_before(root: Path, place: Place) -> None:
    deploy(root, place)
    build(root, "assets/app-2.js")
    deploy(root, place)
    old = in_the_bucket()["assets/app-1.js"]
    expected = ("text/javascript; charset=utf-8", KEPT_FOR_A_YEAR, b"assets/app-1.js")
    assert expected == (old["ContentType"], old["CacheControl"], old["Body"].read())


def test_a_file_that_comes_back_with_a_rollback_stays(root: Path, place: Place) -> None:
    for days, asset in ((0, "assets/app-1.js"), (1, "assets/app-2.js"), (2, "assets/app-1.js")):
        build(root, asset)
        deploy(root, place, days)
    build(root, "assets/app-3.js")
    deploy(root, place, 1 + KEPT.days)
    assert {"assets/app-1.js", "assets/app-3.js"} <= in_the_bucket().keys()


def test_the_cdn_forgets_a_page_that_is_gone(root: Path, place: Place) -> None:
    boto3.client("s3").put_object(Bucket=BUCKET, Key="old.html", Body=b"", ContentType="text/html")
    deploy(root, place)
    deploy(root, place, KEPT.days)
    assert [False, True] == ["/old.html" in paths for paths in invalidated(place)]


# The command


def test_it_publishes_where_the_parameters_say(root: Path, place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    publish_web.main(["dev", "--root", str(root)])
    assert ("Published 10 files; 0 of former builds stay, 0 are gone.\n", 10) == (capsys.readouterr().out, len(in_the_bucket()))


def test_where_the_web_app_is_served_from_elsewhere_nothing_is_written(
    root: Path, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    say("bucket", "none")
    publish_web.main(["dev", "--root", str(root)])
    assert (True, {}) == ("served from elsewhere" in capsys.readouterr().out, in_the_bucket())


@pytest.mark.usefixtures("place")
def test_before_it_is_built_one_line_says_so(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"^The web app is not built; `make web` builds it\.$"):
        publish_web.main(["dev", "--root", str(tmp_path)])


@pytest.mark.usefixtures("place")
def test_a_file_of_a_kind_that_nobody_named_is_refused_before_anything_is_written(root: Path) -> None:
    (root / "web/dist/assets/intro.mp4").touch()
    with pytest.raises(SystemExit, match=r"^assets/intro\.mp4 is of a kind that nobody has named"):
        publish_web.main(["dev", "--root", str(root)])
    assert {} == in_the_bucket()


@pytest.mark.usefixtures("place")
def test_before_the_apply_one_line_says_what_is_missing(root: Path) -> None:
    with pytest.raises(SystemExit, match=r"^AWS refused: .*ParameterNotFound.*terraform apply"):
        publish_web.main(["prod", "--root", str(root)])


def test_the_pipeline_has_a_right_for_every_call(root: Path, place: Place, calls: list[tuple[str, str]]) -> None:
    publish_web.main(["dev", "--root", str(root)])
    build(root, "assets/app-2.js")
    deploy(root, place)
    deploy(root, place, KEPT.days + 1)
    deploy(root, place, 2 * KEPT.days + 2)
    assert RIGHTS.keys() == {operation for operation, _ in calls}
    assert set() == set().union(*RIGHTS.values()) - rights_of_the_pipeline()


def rights_of_the_pipeline() -> set[str]:
    """What its role may do in the statements that are about the web app and the parameters."""
    text = (ROOT / "infra/aws/modules/pipeline/main.tf").read_text()
    about = {"FindTheBuckets", "PublishTheWebApp", "ShowItAtOnce", "ReadWhatWasPublished"}
    statements = re.findall(r'sid\s*= "(\w+)"\n\s*actions\s*= \[(.*?)\]', text)
    return {action for sid, actions in statements if sid in about for action in re.findall(r'"([^"]+)"', actions)}


def test_the_python_of_sam_runs_it() -> None:
    python = ROOT / ".local/tools/sam/bin/python"
    done = subprocess.run([python, "-m", "infra.aws.bin.publish_web", "--help"], cwd=ROOT, capture_output=True, text=True)
    assert (0, "") == (done.returncode, done.stderr)


def test_make_builds_before_it_publishes() -> None:
    command = ["make", "--dry-run", "--always-make", "deploy-web", "ENVIRONMENT=prod"]
    planned = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert planned.index("vite build") < planned.index("deployable.py") < planned.index("infra.aws.bin.publish_web prod")
