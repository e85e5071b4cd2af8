"""On every deploy, before traffic: make the topics that are missing. Those that exist stay as they are."""

from medbook.bootstrap import brokers
from medbook.http.deployment import deployed_app, deployed_handler
from medbook.kafka import topics
from medbook.settings import KafkaSettings, TopicSettings


def create_topics() -> dict[str, list[str]]:
    """Make what is missing; return the names of the new topics."""
    chosen = TopicSettings()
    created = topics.create_topics(
        brokers(KafkaSettings()),
        partitions=chosen.kafka_topic_partitions,
        replication_factor=chosen.kafka_topic_replication,
    )
    return {"topics_created": created}


app = deployed_app(create_topics)
handler = deployed_handler(create_topics)
