"""Making topics, through the function, on a real broker."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from kafka import KafkaAdminClient
from pydantic import ValidationError

from create_topics.handler import app, handler
from medbook.domain.events import TOPICS
from medbook.kafka.connection import Brokers
from medbook.kafka.topics import create_topics
from tests.support.broker import Broker
from tests.support.kafka_python import refused_sockets_collected


@pytest.fixture
def brokers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Brokers]:
    """Tell the function of a broker that has no topic yet."""
    with refused_sockets_collected(), Broker() as running:
        monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", running.brokers.servers)
        yield running.brokers


def partitions(brokers: Brokers) -> dict[str, int]:
    """How many partitions each topic has."""
    client = KafkaAdminClient(**brokers.client_arguments())
    found = {topic["name"]: len(topic["partitions"]) for topic in client.describe_topics()}
    client.close()
    return found


def test_every_topic_is_made(brokers: Brokers) -> None:
    answer = handler({}, None)
    assert ({"topics_created": list(TOPICS)}, dict.fromkeys(TOPICS, 3)) == (answer, partitions(brokers))


def test_topics_that_are_there_stay_as_they_are(brokers: Brokers) -> None:
    create_topics(brokers, partitions=1, topics=TOPICS[:2])
    answer = handler({}, None)
    expected = dict.fromkeys(TOPICS[:2], 1) | dict.fromkeys(TOPICS[2:], 3)
    assert ({"topics_created": list(TOPICS[2:])}, expected) == (answer, partitions(brokers))


def test_partitions_are_a_setting(brokers: Brokers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAFKA_TOPIC_PARTITIONS", "6")
    handler({}, None)
    assert dict.fromkeys(TOPICS, 6) == partitions(brokers)


def test_a_topic_without_a_copy_is_refused(brokers: Brokers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAFKA_TOPIC_REPLICATION", "0")
    with pytest.raises(ValidationError, match="at least one copy"):
        handler({}, None)


def test_over_http_the_same_is_answered(brokers: Brokers) -> None:
    async def post() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
            return await client.post("/")

    answer = asyncio.run(post())
    assert (200, {"topics_created": list(TOPICS)}) == (answer.status_code, answer.json())
