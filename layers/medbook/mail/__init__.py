"""Mail: what is written, in which language, and how it leaves. Knows no database and no Kafka; time and ids are arguments."""
