"""The alarms of the deployed stack: each is heard, and each watches a figure that somebody writes."""

import json
import re

import pytest

from tests.support.cloudformation import (
    PUBLISHED,
    Json,
    of_type,
)


def test_every_alarm_is_heard(on_msk: Json) -> None:
    told = {name: alarm["AlarmActions"] for name, alarm in of_type(on_msk, "AWS::CloudWatch::Alarm").items()}
    expected = (
        "ApiFaults",
        "ApiSlow",
        "DeadLetters",
        "EventsBehind",
        "FunctionErrors",
        "FunctionThrottles",
        "NightlyRunsFail",
        "OutboxOld",
        "SchedulesFail",
    )
    assert {name: [PUBLISHED["AlarmTopicArn"]] for name in expected} == told


def test_without_a_topic_alarms_are_silent(self_managed: Json) -> None:
    assert [name for name, alarm in of_type(self_managed, "AWS::CloudWatch::Alarm").items() if "AlarmActions" in alarm] == []


def test_a_figure_that_is_watched_is_one_that_is_written(on_msk: Json) -> None:
    written = {
        (one["MetricNamespace"], one["MetricName"])
        for metric in of_type(on_msk, "AWS::Logs::MetricFilter").values()
        for one in metric["MetricTransformations"]
    }
    text = json.dumps(of_type(on_msk, "AWS::CloudWatch::Alarm"))
    watched = set(re.findall(r'"Namespace": "(MedBook)", "MetricName": "(\w+)"', text))
    assert watched == written


def test_no_log_level_hides_the_lines_that_alarms_read(document: Json, on_msk: Json) -> None:
    patterns = {one["FilterPattern"] for one in of_type(on_msk, "AWS::Logs::MetricFilter").values()}
    assert (
        {'{ $.message = "dead letter" }', '{ $.message = "scheduled run" && $.oldest_seconds = * }'},
        ["DEBUG", "INFO"],
    ) == (patterns, document["Parameters"]["LogLevel"]["AllowedValues"])


def test_a_run_that_is_not_tried_five_times_in_five_minutes_is_watched_on_its_own(on_msk: Json) -> None:
    """Every minute gives five runs; Lambda tries a nightly one three times."""
    daily = {
        one["Target"]["Arn"]["Fn::GetAtt"][0] for one in of_type(on_msk, "AWS::Scheduler::Schedule").values() if _is_daily(one)
    }
    alarm = on_msk["NightlyRunsFail"]["Properties"]
    metrics = [metric["MetricStat"]["Metric"] for metric in alarm["Metrics"][1:]]
    watched = {metric["Dimensions"][0]["Value"]["Ref"] for metric in metrics if metric["MetricName"] == "Errors"}
    assert (daily, 1) == (watched, alarm["Threshold"])


def _is_daily(schedule: Json) -> bool:
    return str(schedule["ScheduleExpression"]).startswith("cron(")


@pytest.mark.parametrize("alarm", ["EventsBehind", "OutboxOld"])
def test_what_tells_nothing_is_as_bad_as_what_tells_much(on_msk: Json, alarm: str) -> None:
    assert "breaching" == on_msk[alarm]["Properties"]["TreatMissingData"]


def test_every_source_is_watched_for_being_behind(on_msk: Json) -> None:
    metrics = on_msk["EventsBehind"]["Properties"]["Metrics"][1:]
    watched = [metric["MetricStat"]["Metric"]["Dimensions"][0]["Value"] for metric in metrics]
    assert [source["FunctionName"] for source in of_type(on_msk, "AWS::Lambda::EventSourceMapping").values()] == watched
