"""Dead letters listed and sent back through the function, on a real broker."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from medbook.http.operation import NotDone
from medbook.kafka.dead_letters import DeadLetterSink
from medbook.kafka.envelope import Record, to_record
from medbook.kafka.errors import MalformedEvent, UnknownEventVersion
from medbook.kafka.producer import EventProducer
from medbook.kafka.topics import create_topics
from replay_dead_letters.handler import handler
from tests.support.broker import Broker, read_topic
from tests.support.events import OCCURRED_AT, created
from tests.support.kafka_python import refused_sockets_collected

FIRST, SECOND = to_record(created(1)), replace(to_record(created(2)), value=b"\xff")
STRANGER = Record("appointment-dead-letter", b"key", b"{}", [])


@pytest.fixture(scope="module")
def shared() -> Iterator[Broker]:
    with refused_sockets_collected(), Broker() as broker:
        create_topics(broker.brokers, partitions=1)
        yield broker


@pytest.fixture
def broker(shared: Broker, monkeypatch: pytest.MonkeyPatch) -> Broker:
    """Tell the function of a broker, and send back whatever an earlier test left."""
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", shared.brokers.servers)
    handler({"replay": "all"}, None)
    return shared


@pytest.fixture
def positions(broker: Broker) -> list[str]:
    """Two dead letters; give where they lie."""
    before = {letter["position"] for letter in handler({}, None)["dead_letters"]}
    producer = EventProducer(broker.brokers, timeout=5.0)
    sink = DeadLetterSink(producer, consumer="notify_created", clock=lambda: OCCURRED_AT)
    sink.put(FIRST, UnknownEventVersion("type is not one of the known types"), position=(1, 5))
    sink.put(SECOND, MalformedEvent("value: json_invalid"))
    producer.close()
    return [letter["position"] for letter in handler({}, None)["dead_letters"] if letter["position"] not in before]


def replayed(broker: Broker) -> list[Record]:
    return [record for record in read_topic(broker.brokers, "appointment-created") if record.key in (FIRST.key, SECOND.key)]


@pytest.mark.parametrize("event", [{}, {"list": True}])
def test_letters_are_listed_with_why_and_whence(positions: list[str], event: dict[str, Any]) -> None:
    first = {
        "position": positions[0],
        "reason": "unknown-version",
        "time": "2026-11-23T08:00:00Z",
        "origin": "appointment-created:1:5",
        "consumer": "notify_created",
        "error": "type is not one of the known types",
        "replayed": False,
    }
    assert first in handler(event, None)["dead_letters"]


def test_those_that_wait_are_counted_and_come_first(positions: list[str]) -> None:
    handler({"replay": positions[:1]}, None)
    told = handler({}, None)
    assert (positions[1], 1, 0) == (told["dead_letters"][0]["position"], told["waiting"], told["left_out"])


def test_all_that_wait_are_sent_back(broker: Broker, positions: list[str]) -> None:
    before = len(replayed(broker))
    told = handler({"replay": "all"}, None)
    assert {"sent": positions, "refused": {}, "missing": [], "left": 0} == told
    assert [FIRST, SECOND] == replayed(broker)[before:]


def test_one_is_sent_back_and_the_other_waits(positions: list[str]) -> None:
    told = handler({"replay": positions[:1]}, None)
    assert (positions[:1], positions[1:]) == (told["sent"], handler({"replay": "all"}, None)["sent"])


def test_what_was_sent_back_is_sent_again_only_when_insisted(positions: list[str]) -> None:
    handler({"replay": "all"}, None)
    told = [handler({"replay": positions, "again": again}, None) for again in (False, True)]
    assert [([], positions), (positions, [])] == [(one["sent"], one["missing"]) for one in told]


def test_a_letter_that_cannot_go_back_is_refused_with_the_reason(broker: Broker) -> None:
    producer = EventProducer(broker.brokers, timeout=5.0)
    producer.publish([STRANGER])
    producer.close()
    assert {"it does not say which topic it came from"} == set(handler({"replay": "all"}, None)["refused"].values())


@pytest.mark.usefixtures("positions")
def test_the_log_has_positions_and_figures_alone(caplog: pytest.LogCaptureFixture) -> None:
    listed, sent = handler({}, None), handler({"replay": "all"}, None)
    lines = [vars(record) for record in caplog.records if record.getMessage() == "operator run"][-2:]
    assert (len(listed["dead_letters"]), sent["sent"], False) == (
        lines[0]["listed"],
        lines[1]["sent"],
        "error" in str(lines[0].keys()),
    )


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ({"replay": "everything"}, r'^replay: .*must be "all" or a list'),
        ({"replay": []}, r"^replay: "),
        ({"replay": ["0:1", "first"]}, r"^replay: "),
        ({"replay": [f"0:{number}" for number in range(2001)]}, r"^replay: "),
        ({"again": True}, r"^event: .*again goes with replay"),
        ({"list": True, "replay": "all"}, r"^event: .*ask for one"),
        ({"list": False}, r"^list: "),
        ({"position": "0:1"}, r"^position: "),
    ],
)
def test_what_cannot_be_asked_is_told_by_field(event: dict[str, Any], told: str) -> None:
    with pytest.raises(NotDone, match=told):
        handler(event, None)
