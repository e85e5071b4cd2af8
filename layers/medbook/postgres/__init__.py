"""PostgreSQL: tables, unit of work and queries. Knows the domain; knows nothing of HTTP, Kafka or mail."""
