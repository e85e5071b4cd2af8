"""How events travel: CloudEvents over Kafka, the batches Lambda hands over, and the records nobody could handle."""
