"""One event source mapping against a real broker, with an invoker that does what none should."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from localstack.background import EventLoopThread
from localstack.eventsource.poller import Poller, Tuning
from localstack.eventsource.progress import Backoff
from localstack.invocation import Invocation
from localstack.template import KafkaSource
from medbook.domain.events import DEAD_LETTER_TOPIC
from medbook.kafka.envelope import header, to_record
from medbook.kafka.producer import EventProducer
from medbook.kafka.topics import create_topics
from tests.support.broker import Broker, read_topic
from tests.support.events import created
from tests.support.kafka_python import refused_sockets_are_known
from tests.support.processes import eventually

pytestmark = refused_sockets_are_known
TOPIC = created().topic
SOURCE = KafkaSource((TOPIC,), "notify", 10, 0, True, 2, True, DEAD_LETTER_TOPIC)


class Raising:
    """Raises what is no refusal at all, whatever it is asked."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault
        self.times = 0

    async def invoke(self, _function: str, _payload: Any) -> Invocation:
        self.times += 1
        raise self.fault


class Answering:
    """Answers with what is no JSON."""

    def __init__(self) -> None:
        self.times = 0

    async def invoke(self, _function: str, _payload: Any) -> Invocation:
        self.times += 1
        return Invocation("1", b"<html>")


@pytest.fixture(scope="module")
def broker() -> Iterator[Broker]:
    with Broker() as broker:
        create_topics(broker.brokers, partitions=1)
        producer = EventProducer(broker.brokers, timeout=5)
        producer.publish([to_record(created())])
        producer.close()
        yield broker


@pytest.mark.parametrize("invoker", [Raising(RuntimeError("what a patient wrote")), Answering()], ids=["raises", "is no JSON"])
def test_what_nobody_expected_counts_as_an_attempt_and_ends_as_a_dead_letter(
    broker: Broker, loop: EventLoopThread, invoker: Any, request: pytest.FixtureRequest
) -> None:
    shown: list[str] = []
    tuning = Tuning(backoff=Backoff(first=0.05, longest=0.1))
    poller = Poller(request.node.name, replace(SOURCE, group=request.node.name), broker.brokers, invoker, shown.append, tuning)

    async def start() -> None:
        poller.start()

    loop.run(start())
    try:
        eventually(lambda: any("gave up" in line for line in shown), "it was never given up")
    finally:
        loop.run(poller.stop())
    letters = [
        one for one in read_topic(broker.brokers, DEAD_LETTER_TOPIC) if header(one, "dead_letter_consumer") == poller.function
    ]
    assert (3, ["retries-exhausted"]) == (invoker.times, [header(letter, "dead_letter_reason") for letter in letters])
    assert not any("what a patient wrote" in line for line in shown)
