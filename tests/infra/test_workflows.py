"""The GitHub workflows and every shell script, read by the tools that know them: GitHub's own schema, zizmor and ShellCheck."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.repository import ROOT

TOOLS = ROOT / ".local/tools/workflows/bin"
# It colours what it says wherever CI is set.
ZIZMOR = (TOOLS / "zizmor", "--offline", "--no-progress", "--color=never")
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
BY_NAME = {file.stem: yaml.safe_load(file.read_text()) for file in WORKFLOWS}
JOBS = [(name, job_id, job) for name, workflow in BY_NAME.items() for job_id, job in workflow["jobs"].items()]
STEPS = [(f"{name}-{job_id}", step) for name, job_id, job in JOBS for step in job.get("steps", ())]
RUNS = [pytest.param(step["run"], id=f"{where}-{step['name']}") for where, step in STEPS if "run" in step]
MAKEFILE = (ROOT / "Makefile").read_text()

TRACKED = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


def is_shell(file: Path) -> bool:
    if file.suffix == ".sh":
        return True
    with file.open("rb") as opened:
        return re.match(rb"#!.*\b(ba|da)?sh\b", opened.readline()) is not None


SCRIPTS = [name for name in TRACKED if (ROOT / name).is_file() and is_shell(ROOT / name)]


def told(*command: str | Path, text: str | None = None) -> tuple[int, str]:
    """How a tool ended, and all it said."""
    done = subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def shellcheck(text: str) -> tuple[int, str]:
    # GitHub's `run` is `bash -e`, or `bash -eo pipefail` when bash is named; the first is the weaker.
    return told(TOOLS / "shellcheck", "--shell=bash", "-", text=text)


def uses_of(step_or_job: dict[str, Any]) -> str:
    return str(step_or_job.get("uses", ""))


@pytest.fixture
def careless(tmp_path: Path) -> Path:
    """What none of ours may be: open to whoever writes a pull request's title, with a moving action."""
    file = tmp_path / ".github/workflows/careless.yml"
    file.parent.mkdir(parents=True)
    file.write_text(
        """
on: pull_request_target
jobs:
  greet:
    runs-on: ubuntu-24.04
    steps:
      - uses: somebody/something@main
      - run: echo ${{ github.event.pull_request.title }}
"""
    )
    return file


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_keeps_to_githubs_schema(file: Path) -> None:
    code, said = told(TOOLS / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", file)
    assert 0 == code, said


def test_the_schema_refuses_a_job_that_runs_nowhere(careless: Path) -> None:
    careless.write_text(careless.read_text().replace("runs-on", "runs-in"))
    assert 1 == told(TOOLS / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", careless)[0]


def test_dependabot_is_told_in_its_own_schema() -> None:
    code, said = told(TOOLS / "check-jsonschema", "--builtin-schema", "vendor.dependabot", ROOT / ".github/dependabot.yml")
    assert 0 == code, said


def test_zizmor_finds_nothing_to_break_into() -> None:
    code, said = told(*ZIZMOR, ROOT / ".github")
    assert 0 == code, said


def test_zizmor_finds_a_careless_workflow(careless: Path) -> None:
    _, said = told(*ZIZMOR, careless)
    assert {"template-injection", "unpinned-uses", "dangerous-triggers"} <= set(
        re.findall(r"^error\[([\w-]+)\]", said, re.MULTILINE)
    )


@pytest.mark.parametrize("script", SCRIPTS)
def test_shellcheck_has_nothing_against_a_script(script: str) -> None:
    code, said = told(TOOLS / "shellcheck", ROOT / script)
    assert 0 == code, said


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_stops_at_its_first_failure(script: str) -> None:
    assert "set -euo pipefail" in (ROOT / script).read_text()


@pytest.mark.parametrize("run", RUNS)
def test_shellcheck_has_nothing_against_a_step(run: str) -> None:
    code, said = shellcheck(run)
    assert 0 == code, said


def test_shellcheck_minds_a_word_that_may_fall_apart() -> None:
    assert 1 == shellcheck("rm -r $1")[0]


@pytest.mark.parametrize("run", RUNS)
def test_nothing_from_outside_is_pasted_into_a_step(run: str) -> None:
    assert "${{" not in run


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_every_action_is_pinned_to_a_commit_and_says_its_version(file: Path) -> None:
    used = [line.strip(" -") for line in file.read_text().splitlines() if re.match(r"\s*(- )?uses: (?!\./)", line)]
    assert [] == [line for line in used if not re.fullmatch(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)]


def test_an_action_has_one_version_in_all_workflows() -> None:
    used = {uses_of(step) for _, step in STEPS} - {""}
    assert len(used) == len({action.split("@")[0] for action in used})


@pytest.mark.parametrize(("name", "job_id", "job"), JOBS, ids=lambda part: part if isinstance(part, str) else "")
def test_a_job_says_what_it_may_and_how_long(name: str, job_id: str, job: dict[str, Any]) -> None:
    bounded = "timeout-minutes" in job or uses_of(job).startswith("./")
    assert bounded, f"{name}: {job_id} has no time limit"
    assert "permissions" in job, f"{name}: {job_id} takes whatever it is given"


@pytest.mark.parametrize("workflow", BY_NAME.values(), ids=BY_NAME)
def test_a_workflow_gives_its_jobs_nothing_by_itself(workflow: dict[str, Any]) -> None:
    assert {} == workflow["permissions"]


def test_what_may_write_packages_or_take_a_role_is_told_by_name() -> None:
    writers = {
        (name, job_id, right) for name, job_id, job in JOBS for right, level in job["permissions"].items() if level == "write"
    }
    assert {
        ("release", "image", "packages"),
        ("release", "dev", "id-token"),
        ("release", "prod", "id-token"),
        ("deploy", "deploy", "id-token"),
    } == writers


@pytest.mark.parametrize("job", [job for _, _, job in JOBS if uses_of(job)], ids=lambda job: uses_of(job))
def test_a_called_workflow_is_there(job: dict[str, Any]) -> None:
    assert (ROOT / uses_of(job)).is_file()


@pytest.mark.parametrize("run", RUNS)
def test_a_step_names_only_files_that_are_there(run: str) -> None:
    named = re.findall(r"(?<![\w./$-])((?:infra|\.github|localstack|tests)/[\w./-]+)", run)
    assert [] == [path for path in named if not (ROOT / path).exists()]


@pytest.mark.parametrize("run", RUNS)
def test_a_step_makes_only_what_the_makefile_makes(run: str) -> None:
    targets = re.findall(r"^\s*make ([a-z][\w-]*)", run, re.MULTILINE)
    assert [] == [target for target in targets if not re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)]


def test_ci_runs_each_suite_that_make_test_runs() -> None:
    (suites,) = re.findall(r"^SUITES := (.+)$", MAKEFILE, re.MULTILINE)
    assert set(suites.split()) == set(BY_NAME["ci"]["jobs"]["test"]["strategy"]["matrix"]["suite"])


def test_prod_is_deployed_after_dev_and_dev_after_the_tests_and_the_scan() -> None:
    jobs = BY_NAME["release"]["jobs"]
    assert ("dev", {"tag", "test", "image"}) == (jobs["prod"]["needs"], set(jobs["dev"]["needs"]))


def steps_of(name: str, job_id: str) -> dict[str, dict[str, Any]]:
    """The steps of a job that have a name, in their order."""
    return {step["name"]: step for step in BY_NAME[name]["jobs"][job_id]["steps"] if "name" in step}


def test_the_web_app_is_published_after_the_functions_it_calls_and_before_it_is_asked_for() -> None:
    named = list(steps_of("deploy", "deploy"))
    expected = ["Deploy", "Publish the web app", "Where do they answer?", "Does the API answer?", "Does the web app?"]
    assert expected == named[named.index("Deploy") :]


def test_a_deploy_unpacks_what_ci_packed_and_finds_functions_and_web_app_in_it(tmp_path: Path) -> None:
    for built in (".aws-sam/build/template.yaml", "web/dist/index.html", "web/dist/assets/index-1.js"):
        (tmp_path / "ci" / built).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "ci" / built).touch()
    (tmp_path / "deploy").mkdir()
    subprocess.run(["bash", "-ec", steps_of("ci", "build")["Pack them"]["run"]], cwd=tmp_path / "ci", check=True)
    (packed,) = (tmp_path / "ci").glob("*.tar.gz")
    packed.rename(tmp_path / "deploy" / packed.name)
    subprocess.run(["bash", "-ec", steps_of("deploy", "deploy")["Unpack it"]["run"]], cwd=tmp_path / "deploy", check=True)
    found = {str(file.relative_to(tmp_path / "deploy")) for file in (tmp_path / "deploy").rglob("*") if file.is_file()}
    assert {packed.name, ".aws-sam/build/template.yaml", "web/dist/index.html", "web/dist/assets/index-1.js"} == found


@pytest.mark.parametrize(("bucket", "web"), [("medbook-dev-web-1", "https://book.clinic.example"), ("none", "")])
def test_a_web_app_that_is_served_from_elsewhere_is_not_asked_for(tmp_path: Path, bucket: str, web: str) -> None:
    (tmp_path / "aws").write_text(f"""#!/bin/sh
case "$*" in
  *"--name /medbook/dev/api/domain "*) echo api.example ;;
  *"--name /medbook/dev/web/bucket "*) echo {bucket} ;;
  *"--name /medbook/dev/web/url "*) echo https://book.clinic.example ;;
  *) exit 1 ;;
esac
""")
    (tmp_path / "aws").chmod(0o755)
    told = tmp_path / "told"
    surroundings = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "ENVIRONMENT": "dev", "GITHUB_OUTPUT": str(told)}
    subprocess.run(["bash", "-ec", steps_of("deploy", "deploy")["Where do they answer?"]["run"]], env=surroundings, check=True)
    assert ["api=https://api.example", f"web={web}"] == told.read_text().splitlines()


def bare_machine(folder: Path, *there: str) -> str:
    """What .ci/run installs on a machine that has these programs."""
    apt = '#!/bin/sh\n[ "$1" = install ] && shift 3 && echo "$@"\nexit 0\n'
    for name, text in {"apt-get": apt, **dict.fromkeys(("make", "curl", "python3", *there), "#!/bin/sh\n")}.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    for name in ("bash", "dirname"):
        (folder / name).symlink_to(str(shutil.which(name)))
    run = [str(folder / "bash"), str(ROOT / ".ci/run")]
    return subprocess.run(run, env={"PATH": str(folder)}, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(("there", "installed"), [((), "chromium\n"), (("chromium",), ""), (("google-chrome",), "")])
def test_a_machine_without_a_browser_is_given_one(tmp_path: Path, there: tuple[str, ...], installed: str) -> None:
    assert installed == bare_machine(tmp_path, *there)


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_githubs_environment_is_the_one_that_terraform_trusts(environment: str) -> None:
    trusted = (ROOT / "infra/aws/modules/pipeline/main.tf").read_text()
    variables = (ROOT / f"infra/aws/environments/{environment}/terraform.tfvars").read_text()
    assert "repo:${var.repository}:environment:${var.environment}" in trusted
    assert re.search(
        rf'^environment\s*= "{BY_NAME["release"]["jobs"][environment]["with"]["environment"]}"', variables, re.MULTILINE
    )


def test_what_a_release_deploys_is_built_without_a_cache() -> None:
    caches = {
        step["with"]["enable-cache"]
        for name, _, job in JOBS
        if name == "ci"
        for step in job["steps"]
        if "setup-uv" in uses_of(step)
    }
    assert ({"release": True}, {"${{ !inputs.release }}"}) == (BY_NAME["release"]["jobs"]["test"]["with"], caches)


def git(folder: Path, *command: str) -> None:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@clinic.example")
    subprocess.run(["git", *identity, *command], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize(("tagged", "status"), [("origin/main~1", 0), ("aside", 1)])
def test_a_release_is_on_main(tmp_path: Path, tagged: str, status: int) -> None:
    (refuse,) = [
        step["run"] for step in BY_NAME["release"]["jobs"]["tag"]["steps"] if step.get("name") == "Refuse what is not on main"
    ]
    git(tmp_path, "init", "--initial-branch=main")
    for commit in ("one", "two"):
        git(tmp_path, "commit", "--allow-empty", "--message", commit)
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(tmp_path, "checkout", "-b", "aside")
    git(tmp_path, "commit", "--allow-empty", "--message", "aside")
    git(tmp_path, "checkout", "--detach", tagged)
    ended = subprocess.run(["bash", "-ec", refuse], cwd=tmp_path, env=os.environ | {"GITHUB_REF_NAME": "v1"}, capture_output=True)
    assert status == ended.returncode


def test_no_workflow_runs_code_of_strangers_with_rights_of_ours() -> None:
    # YAML 1.1 reads the key `on` as true.
    triggers = {trigger for workflow in BY_NAME.values() for trigger in workflow[True]}
    assert {"pull_request", "push", "workflow_call", "workflow_dispatch"} == triggers


def test_the_cluster_is_given_the_images_of_the_release(tmp_path: Path) -> None:
    (take,) = [
        step["run"] for step in BY_NAME["release"]["jobs"]["cluster"]["steps"] if step.get("name") == "Take the release's images"
    ]
    overlay = "infra/knative/overlays/production/kustomization.yaml"
    copy = tmp_path / overlay
    copy.parent.mkdir(parents=True)
    # Somebody's own names, written there by hand.
    copy.write_text((ROOT / overlay).read_text().replace("newName: ghcr.io/medbook/medbook", "newName: ghcr.io/somebody/booking"))
    release = {"IMAGE": "ghcr.io/clinic/medbook", "GITHUB_REF_NAME": "v1.2.3"}
    subprocess.run(["bash", "-euc", take], cwd=tmp_path, env=os.environ | release, check=True)
    images = yaml.safe_load(copy.read_text())["images"]
    assert [
        {"name": f"ghcr.io/medbook/{name}", "newName": f"ghcr.io/clinic/{name}", "newTag": "v1.2.3"}
        for name in ("medbook", "medbook-gateway")
    ] == images
