"""docs/deploy says nothing that is not there: paths, commands, parameters, functions, variables, links."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
import pytest
import yaml
from typer.main import get_command

from localstack.cli import app
from localstack.template import load
from tests.support.repository import ROOT

PAGES = sorted((ROOT / "docs/deploy").glob("*.md"))
TRACKED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.splitlines()
TOP = {path.split("/")[0] for path in TRACKED}
FUNCTIONS = load(ROOT / "template.yaml")
TEMPLATE = (ROOT / "template.yaml").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()
TERRAFORM = "\n".join(file.read_text() for file in sorted((ROOT / "infra/aws").glob("**/*.tf")))
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.DOTALL | re.MULTILINE)


def fenced(page: Path) -> str:
    return "\n".join(block for _, block in FENCE.findall(page.read_text()))


def prose(page: Path) -> str:
    return FENCE.sub("", page.read_text())


def code(page: Path) -> str:
    """All code of a page: blocks, and what stands between backticks."""
    return fenced(page) + "\n" + "\n".join(re.findall(r"`([^`\n]+)`", prose(page)))


def mentions(pattern: str) -> list[Any]:
    """(page, what it names), each once, as parameters of a test."""
    found = {(page.name, name) for page in PAGES for name in re.findall(pattern, code(page), re.MULTILINE)}
    return [pytest.param(name, id=f"{page}-{name}") for page, name in sorted(found)]


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    words = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower())
    return words.strip().replace(" ", "-")


def links() -> Iterator[Any]:
    for page in (*PAGES, ROOT / "README.md", ROOT / "docs/runbook.md"):
        for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
            if not target.startswith("http"):
                yield pytest.param(page, target, id=f"{page.name}-{target}")


@cache
def parameters_of_ssm() -> set[str]:
    """What the template reads, what it publishes, and what Terraform does."""
    read = set(re.findall(r"/medbook/dev/([\w/-]+)", TEMPLATE))
    published = set(re.findall(r"/medbook/\$\{Environment\}/([\w/-]+)", TEMPLATE))
    return read | published | set(re.findall(r'^    "([a-z]+/[a-z-]+)" *= ', TERRAFORM, re.MULTILINE))


@pytest.mark.parametrize(("page", "target"), list(links()))
def test_a_link_leads_somewhere(page: Path, target: str) -> None:
    path, _, anchor = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    assert file.exists(), target
    headings = re.findall(r"^#+ (.+)$", file.read_text(), re.MULTILINE) if anchor else []
    assert not anchor or anchor in {slug(heading) for heading in headings}, target


@pytest.mark.parametrize("path", mentions(r"(?<![\w./$~{@-])((?:\.github|[\w-]+)/[\w./-]*\w)"))
def test_a_path_of_the_repository_is_there(path: str) -> None:
    if path.split("/")[0] in TOP:
        assert (ROOT / path).exists()


@pytest.mark.parametrize("target", mentions(r"(?:^|`|&& |PATH |[A-Z]+=\S+ )make ([a-z][\w-]*)"))
def test_a_make_target_is_there(target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("tool", mentions(r"make \.local/tools/([\w-]+)/\.installed"))
def test_a_tool_is_pinned(tool: str) -> None:
    assert (ROOT / f"infra/tools/{tool}.txt").exists()


@pytest.mark.parametrize("command", mentions(r"(?:^|bin/|\s)medbook ([a-z][a-z-]+(?: (?:list|replay|tail))?)\b"))
def test_a_medbook_command_is_there(command: str) -> None:
    found: Any = get_command(app)
    for word in command.split():
        found = found.commands[word]


@pytest.mark.parametrize("name", mentions(r"/medbook/(?:dev|prod|\$ENVIRONMENT)/([\w-]+/[\w-]+)"))
def test_a_published_parameter_is_one_that_something_publishes(name: str) -> None:
    assert name in parameters_of_ssm()


@pytest.mark.parametrize("name", mentions(r"^((?:[A-Z][a-z]+){2,})(?:=\S+)?$"))
def test_a_word_of_the_template_or_of_kubernetes_is_one(name: str) -> None:
    described = set(re.findall(r"\b(\w+):", TEMPLATE))
    kinds = set(re.findall(r"kind: (\w+)", "\n".join(file.read_text() for file in (ROOT / "infra/knative").rglob("*.yaml"))))
    assert name in described | kinds


@pytest.mark.parametrize("name", mentions(r"\b([A-Z][A-Z0-9]+_[A-Z0-9_]+)\b"))
def test_a_variable_is_one_that_something_reads(name: str) -> None:
    read = (
        "docs/settings.md",
        "docker-compose.yml",
        "compose.clinic.yaml",
        ".github/workflows/release.yml",
        ".github/workflows/deploy.yml",
        "localstack/keys.py",
    )
    ours = any(re.search(rf"\b{name}\b", (ROOT / file).read_text()) for file in read)
    of_the_page = any(re.search(rf"(?:\b{name}=|read -rp .* {name}\b)", fenced(page)) for page in PAGES)
    assert ours or of_the_page


@pytest.mark.parametrize("name", mentions(r"terraform \S+ output (?:-raw )?(\w+)"))
def test_an_output_of_terraform_is_there(name: str) -> None:
    assert re.search(rf'^output "{name}"', (ROOT / "infra/aws/outputs.tf").read_text(), re.MULTILINE)


@pytest.mark.parametrize("name", mentions(r"^([a-z]+(?:_[a-z]+)+)(?: = .*)?$"))
def test_a_name_of_terraform_or_of_a_table_is_there(name: str) -> None:
    declared = re.search(rf'^(?:variable|output) "{name}"', TERRAFORM, re.MULTILINE)
    read = (ROOT / "layers/medbook/postgres/tables.py").read_text() + (
        ROOT / "infra/knative/overlays/data/postgres.yaml"
    ).read_text()
    assert declared or re.search(rf"\b{name}\b", read)


@pytest.mark.parametrize(
    "name",
    mentions(r"^((?:notify|book|find|browse|relay|emit|migrate|create|purge|sign|roll|send|check|invite|replay)-[a-z-]+)$"),
)
def test_a_function_is_there(name: str) -> None:
    commands: Any = get_command(app)
    assert name in FUNCTIONS or name in commands.commands


@pytest.mark.parametrize("name", mentions(r"infra/knative/deploy (\w+)"))
def test_an_overlay_is_there(name: str) -> None:
    assert (ROOT / f"infra/knative/overlays/{name}/kustomization.yaml").exists()


@pytest.mark.parametrize(
    "name", mentions(r"""docker compose (?:run --rm|exec -T)(?: --entrypoint \w+| -e EVENT=(?:'[^']*'|"[^"]*"))? ([a-z-]+)""")
)
def test_a_service_of_compose_is_there(name: str) -> None:
    assert name in yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def aws_commands() -> Iterator[Any]:
    """Every call of the AWS CLI in a block, as its service, its operation and its options."""
    for page in PAGES:
        text = fenced(page).replace("\\\n", " ") + "\n" + "\n".join(re.findall(r"`(aws [^`\n]+)`", prose(page)))
        for service, operation, rest in re.findall(r"(?<!/)\baws ([a-z][\w-]*) ([a-z][\w-]+)(?![\w-])([^\n`|]*)", text):
            options = set(re.findall(r"(?<![\w-])--([a-z][\w-]*)", rest.split("$(aws")[0]))
            yield pytest.param(service, operation, options, id=f"{page.name}-{service}-{operation}")


AWS = botocore.session.get_session()
# What the CLI itself adds to every operation, and negations of flags.
OF_THE_CLI = {"query", "output", "region", "no-cli-pager", "cli-binary-format", "cli-read-timeout"}
# What stands behind `$(…)` of another program in the same line.
OF_OTHERS = {"raw"}


def cli_name(member: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", member).lower()


@pytest.mark.parametrize(("service", "operation", "options"), list(aws_commands()))
def test_a_call_of_the_aws_cli_has_an_operation_and_options_that_aws_knows(
    service: str, operation: str, options: set[str]
) -> None:
    if operation == "wait":
        return
    model = AWS.get_service_model("s3" if service == "s3api" else service)
    by_name = {cli_name(name): name for name in model.operation_names}
    assert operation in by_name
    shape = model.operation_model(by_name[operation]).input_shape
    members = {cli_name(name) for name in shape.members} if shape else set()
    assert set() == {option.removeprefix("no-") for option in options - OF_THE_CLI - OF_OTHERS} - members


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_of_commands_is_bash(page: Path) -> None:
    for kind, block in FENCE.findall(page.read_text()):
        if kind == "bash":
            done = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True)
            assert (0, "") == (done.returncode, done.stderr), block


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs/deploy/README.md").read_text()
    assert [] == [page.name for page in PAGES if page.name != "README.md" and f"]({page.name}" not in index]


@pytest.mark.parametrize("name", ["aws", "kubernetes", "compose"])
def test_a_page_says_all_that_an_operator_asks(name: str) -> None:
    headings = " ".join(re.findall(r"^## (.+)$", (ROOT / f"docs/deploy/{name}.md").read_text(), re.MULTILINE)).lower()
    assert [] == [word for word in ("cost", "upgrade", "roll back", "back up", "restore", "rotate keys") if word not in headings]


def sums() -> Iterator[Any]:
    """Each product or quotient of two plain numbers that a page prints with its result."""
    number = r"\$?([\d,]+(?:\.\d+)?)"
    product = rf"(?<![×÷+]\s)(?<![\d.,$]){number} ([×÷]) {number}(?: h)? = {number}(?![\d,.]*\d)"
    for page in PAGES:
        for left, sign, right, result in re.findall(product, page.read_text()):
            yield pytest.param(left, sign, right, result, id=f"{page.name}-{left}{sign}{right}")


@pytest.mark.parametrize(("left", "sign", "right", "result"), list(sums()))
def test_a_sum_is_right(left: str, sign: str, right: str, result: str) -> None:
    a, b, c = (float(text.replace(",", "")) for text in (left, right, result))
    found = a * b if sign == "×" else a / b
    assert abs(found - c) <= max(0.51, abs(c) * 0.01)


def test_terraform_is_called_where_it_is() -> None:
    for line in fenced(ROOT / "docs/deploy/aws.md").splitlines():
        if line.startswith("terraform "):
            words = shlex.split(line)
            assert (ROOT / words[1].removeprefix("-chdir=")).is_dir()


def amounts(column: int, table: str) -> list[float]:
    """The numbers of one column; what is no amount counts nothing."""
    cells = [re.split(r"\s*\|\s*", row)[1:-1][column] for row in table.splitlines()]
    return [float(cell.replace(",", "")) for cell in cells if re.fullmatch(r"[\d,]+(\.\d+)?", cell)]


@pytest.mark.parametrize(
    ("heading", "column", "told"),
    [("**Idle**", 2, "849"), ("**Idle**", -1, "1,013"), ("**Per million", -1, "675"), ("**The cheap", -1, "194")],
)
def test_a_table_of_costs_adds_up(heading: str, column: int, told: str) -> None:
    table = "".join(re.findall(r"(?:^\|.*\n)+", (ROOT / "docs/deploy/aws.md").read_text().split(heading)[1], re.MULTILINE)[0])
    rows = table.splitlines()[2:]
    assert f"**{told}**" in rows[-1]
    assert round(sum(amounts(column, "\n".join(rows[:-1])))) == pytest.approx(float(told.replace(",", "")), abs=1)


@pytest.mark.parametrize("name", mentions(r"terraform [^\n]*? -var (\w+)=") + mentions(r"-var \w+=\w+ -var (\w+)="))
def test_a_variable_of_terraform_is_there(name: str) -> None:
    assert re.search(rf'^variable "{name}"', (ROOT / "infra/aws/variables.tf").read_text(), re.MULTILINE)


@pytest.mark.parametrize(("environment", "idle"), [("dev", 849), ("prod", 1013)])
def test_a_budget_mails_when_more_is_spent_than_idling_costs_in_a_dear_region(environment: str, idle: int) -> None:
    values = (ROOT / f"infra/aws/environments/{environment}/terraform.tfvars").read_text()
    budget = re.search(r"^monthly_budget *= (\d+)$", values, re.MULTILINE)
    assert f"**{idle:,}**" in (ROOT / "docs/deploy/aws.md").read_text()
    assert budget
    assert int(budget[1]) * 0.8 > idle * 1.2


def test_the_index_tells_the_sums_of_the_pages() -> None:
    index, aws = (ROOT / "docs/deploy/README.md").read_text(), (ROOT / "docs/deploy/aws.md").read_text()
    told = re.findall(r"\*\*([\d,]{3,})\*\*", aws)
    assert [] == [total for total in told if f"${total}" not in index]
