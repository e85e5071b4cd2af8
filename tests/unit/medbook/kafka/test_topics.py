"""What topics are told about themselves."""

import pytest

from medbook.domain.events import DEAD_LETTER_TOPIC, TOPICS
from medbook.kafka.producer import MAX_REQUEST_BYTES
from medbook.kafka.topics import topic_configuration

# https://docs.aws.amazon.com/msk/latest/developerguide/serverless-config.html
SETTABLE_ON_MSK_SERVERLESS = {
    "cleanup.policy",
    "compression.type",
    "max.message.bytes",
    "message.timestamp.difference.max.ms",
    "message.timestamp.type",
    "retention.bytes",
    "retention.ms",
}
LARGEST_ON_MSK_SERVERLESS = 8 * 1024 * 1024


@pytest.mark.parametrize("topic", TOPICS)
def test_msk_serverless_lets_everything_be_set(topic: str) -> None:
    assert topic_configuration(topic).keys() - SETTABLE_ON_MSK_SERVERLESS == set()


def test_the_dead_letter_topic_takes_the_largest_letter_within_the_limit_of_msk_serverless() -> None:
    allowed = int(topic_configuration(DEAD_LETTER_TOPIC)["max.message.bytes"])
    assert MAX_REQUEST_BYTES <= allowed <= LARGEST_ON_MSK_SERVERLESS
