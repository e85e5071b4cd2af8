"""The order of a deploy: the database and the topics first, then what takes traffic."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from localstack.packaging.release import stamp
from tests.support.cloudformation import (
    PUBLISHED,
    TEMPLATE,
    Json,
    of_type,
    resolved,
    translated,
)

DEPLOY_FUNCTIONS = ("MigrateDatabase", "CreateTopics")


def test_new_code_takes_traffic_only_after_the_migration(on_msk: Json) -> None:
    kinds = ("AWS::Lambda::Function",)
    early = {name for name, one in on_msk.items() if one["Type"] in kinds and "Migration" not in _before(one)}
    assert set(DEPLOY_FUNCTIONS) == early


def test_event_sources_start_only_when_their_topics_are_there(on_msk: Json) -> None:
    sources = [one for one in on_msk.values() if one["Type"] == "AWS::Lambda::EventSourceMapping"]
    assert [["Topics"]] * 4 == [_before(source) for source in sources]


@pytest.mark.parametrize(("kind", "function"), [("Migration", "MigrateDatabase"), ("Topics", "CreateTopics")])
def test_a_deploy_function_is_called_by_its_custom_resource(on_msk: Json, kind: str, function: str) -> None:
    resource = on_msk[kind]
    assert (f"Custom::{kind}", {"Fn::GetAtt": [function, "Arn"]}) == (resource["Type"], resource["Properties"]["ServiceToken"])


@pytest.mark.parametrize(("kind", "function"), [("Migration", "MigrateDatabase"), ("Topics", "CreateTopics")])
def test_cloudformation_waits_for_a_deploy_function_longer_than_it_may_take(on_msk: Json, kind: str, function: str) -> None:
    assert on_msk[kind]["Properties"]["ServiceTimeout"] > on_msk[function]["Properties"]["Timeout"]


@pytest.mark.parametrize("kind", ["Migration", "Topics"])
def test_a_deploy_function_is_called_again_when_the_release_changes(document: Json, kind: str) -> None:
    releases = [
        resolved(document, PUBLISHED | {"Release": release})[kind]["Properties"]["Release"]
        for release in ("1000000000", "1000000001")
    ]
    assert ["1000000000", "1000000001"] == releases


@pytest.mark.parametrize("kind", ["Migration", "Topics"])
def test_a_deploy_function_is_called_again_when_the_layer_changes(on_msk: Json, kind: str) -> None:
    layer = on_msk[kind]["Properties"]["Layer"]["Ref"]
    assert on_msk[layer]["Type"] == "AWS::Lambda::LayerVersion"


def test_nothing_waits_for_itself(on_msk: Json) -> None:
    seen: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " waits for ".join((*path, name))
        if name not in seen:
            for other in _waits_for(on_msk[name], on_msk):
                visit(other, (*path, name))
            seen.add(name)

    for name in on_msk:
        visit(name, ())


def test_a_build_is_a_release_of_its_own(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(TEMPLATE.read_text())
    stamp(template, '"1795487220"')
    assert '    Default: "1795487220"\n    AllowedPattern' in template.read_text()


def test_another_release_publishes_another_version() -> None:
    versions = [
        set(of_type(translated({"Release": release})["Resources"], "AWS::Lambda::Version"))
        for release in ("1795487220", "1795487221")
    ]
    assert (4, set()) == (len(versions[0]), versions[0] & versions[1])


def _before(resource: Json) -> list[str]:
    told = resource.get("DependsOn", [])
    return [told] if isinstance(told, str) else told


def _waits_for(resource: Any, resources: Json) -> set[str]:
    """Every resource that this one names: by DependsOn, Ref, GetAtt or Sub."""
    text = json.dumps(resource)
    named: set[str] = set(re.findall(r'"Ref": "(\w+)"', text)) | set(re.findall(r'"Fn::GetAtt": \["(\w+)"', text))
    named |= set(re.findall(r"\$\{(\w+)", text)) | set(_before(resource))
    return named & set(resources)
