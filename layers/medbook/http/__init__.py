"""The HTTP edge: app factory, problem details, authentication, idempotency, entity tags, Mangum. Knows the domain's errors, no adapter."""
