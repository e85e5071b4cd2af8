"""Make the topics that are missing. Brokers that make them on first use choose the number of partitions themselves."""

from collections.abc import Iterable

from medbook.domain.events import DEAD_LETTER_TOPIC, TOPICS
from medbook.kafka.connection import Brokers
from medbook.kafka.producer import MAX_REQUEST_BYTES


def create_topics(
    brokers: Brokers, *, partitions: int = 3, replication_factor: int = -1, topics: Iterable[str] = TOPICS, timeout: float = 10.0
) -> list[str]:
    """Create what is missing and return the names of the new topics; what exists stays as it is.

    A replication factor of -1 leaves it to the brokers, since Kafka 2.4 (KIP-464); MSK Serverless and Redpanda take it too.

    Raises: kafka.errors.KafkaError.
    """
    from kafka import KafkaAdminClient
    from kafka.admin import NewTopic
    from kafka.errors import TopicAlreadyExistsError

    admin = KafkaAdminClient(**brokers.client_arguments(), bootstrap_timeout_ms=round(timeout * 1000))
    try:
        present = set(admin.list_topics())
        created = []
        for name in topics:
            if name in present:
                continue
            # Two functions may be deployed at once; whoever comes second is content.
            try:
                admin.create_topics([NewTopic(name, partitions, replication_factor, topic_configs=topic_configuration(name))])
                created.append(name)
            except TopicAlreadyExistsError:
                pass
        return created
    finally:
        admin.close()


def topic_configuration(topic: str) -> dict[str, str]:
    """Give dead letters room for their headers and 30 days in which somebody can look at them.

    MSK Serverless lets these two be set, the first up to 8 MiB, and few others:
    https://docs.aws.amazon.com/msk/latest/developerguide/serverless-config.html
    """
    if topic != DEAD_LETTER_TOPIC:
        return {}
    return {"max.message.bytes": str(MAX_REQUEST_BYTES), "retention.ms": str(30 * 24 * 3600 * 1000)}
