from dataclasses import replace
from pathlib import Path

import pytest

from localstack.template import KafkaSource, Route, ScheduleRule, load

ROOT = Path(__file__).parents[3]
FIXTURE = ROOT / "tests" / "support" / "functions_fixture" / "template.yaml"


def test_every_function_is_found_by_its_deployed_name() -> None:
    assert {"echo", "broken", "consume", "tick"} == load(FIXTURE).keys()


def test_a_function_takes_what_it_does_not_say_from_the_globals() -> None:
    echo = load(FIXTURE)["echo"]
    assert (echo.folder, echo.handler, echo.timeout_seconds, echo.memory_mb) == ("echo", "echo.handler.handler", 2, 256)


def test_the_code_lies_beside_the_template() -> None:
    assert FIXTURE.parent == load(FIXTURE)["echo"].code


def test_variables_of_the_globals_and_of_the_function_are_joined() -> None:
    assert load(FIXTURE)["tick"].environment == {"DATABASE_URL": None, "GREETING": "hello", "JOURNAL": None}


def test_routes_are_read() -> None:
    assert (Route("ANY", "/v1/echo"), Route("GET", "/v1/echo/{name}")) == load(FIXTURE)["echo"].routes


def test_a_kafka_source_is_read() -> None:
    expected = KafkaSource(
        topics=("things",),
        group="consumers",
        batch_size=10,
        window_seconds=0,
        from_oldest=True,
        retries=3,
        partial_batches=True,
        dead_letter_topic="things-dead-letter",
    )
    assert (expected,) == load(FIXTURE)["consume"].kafka_sources


MAPPING = """
Resources:
  One:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: ., Handler: one.handler.handler}
  OneSource:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref One
      Topics: [t]
      StartingPosition: LATEST
"""


def mapping(tmp_path: Path, *lines: str) -> Path:
    template = tmp_path / "template.yaml"
    template.write_text(MAPPING + "".join(f"      {line}\n" for line in lines))
    return template


def test_what_a_kafka_source_leaves_out_is_as_lambda_has_it(tmp_path: Path) -> None:
    expected = KafkaSource(("t",), "g", 100, 0.5, False, 10, False, None)
    assert (expected,) == load(mapping(tmp_path, "AmazonManagedKafkaEventSourceConfig: {ConsumerGroupId: g}"))[
        "One"
    ].kafka_sources


def test_a_group_said_for_either_kafka_by_condition_is_read(tmp_path: Path) -> None:
    template = mapping(
        tmp_path,
        "AmazonManagedKafkaEventSourceConfig: !If [Managed, {ConsumerGroupId: g}, !Ref AWS::NoValue]",
        "SelfManagedKafkaEventSourceConfig: !If [Managed, !Ref AWS::NoValue, {ConsumerGroupId: g}]",
    )
    assert [source.group for source in load(template)["One"].kafka_sources] == ["g"]


def test_two_groups_for_one_source_are_refused(tmp_path: Path) -> None:
    template = mapping(
        tmp_path,
        "AmazonManagedKafkaEventSourceConfig: !If [Managed, {ConsumerGroupId: g}, !Ref AWS::NoValue]",
        "SelfManagedKafkaEventSourceConfig: !If [Managed, !Ref AWS::NoValue, {ConsumerGroupId: h}]",
    )
    with pytest.raises(ValueError, match=r"one consumer group, not \['g', 'h'\]"):
        load(template)


def test_a_disabled_schedule_is_read_as_such() -> None:
    minute = ScheduleRule("tick/Minute", "rate(1 minute)", "UTC", '{"time": "<aws.scheduler.scheduled-time>"}', True)
    never = replace(minute, name="tick/Never", input="{}", enabled=False)
    assert (minute, never) == load(FIXTURE)["tick"].schedules


def test_every_function_of_medbook_is_named_after_its_folder() -> None:
    functions = load(ROOT / "template.yaml").values()
    assert [function.name for function in functions if function.name != function.folder.replace("_", "-")] == []


def test_what_calls_a_function_is_a_route_a_source_or_a_schedule() -> None:
    assert {"echo", "broken", "consume", "tick"} == {name for name, one in load(FIXTURE).items() if one.serves}


CALLED_BY = """
Resources:
  One:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: ., Handler: one.handler.handler, FunctionName: one}
  Two:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: ., Handler: two.handler.handler, FunctionName: two}
  Run:
    Type: Custom::Run
    Properties: {ServiceToken: TOKEN}
"""


@pytest.mark.parametrize("token", ["!GetAtt One.Arn", "{'Fn::GetAtt': [One, Arn]}"], ids=["short", "as sam build writes it"])
def test_a_custom_resource_runs_its_function_on_deploy_and_the_other_is_run_by_hand(tmp_path: Path, token: str) -> None:
    (tmp_path / "template.yaml").write_text(CALLED_BY.replace("TOKEN", token))
    told = {name: (one.on_deploy, one.by_hand, one.serves) for name, one in load(tmp_path / "template.yaml").items()}
    assert {"one": (True, False, False), "two": (False, True, False)} == told


def test_two_functions_of_ours_are_run_by_hand() -> None:
    assert {"invite-admin", "replay-dead-letters"} == {name for name, one in load(ROOT / "template.yaml").items() if one.by_hand}
