"""What the stack keeps in its state folder, by name. `make reset` deletes these and nothing else."""

LOCK = "lock"
CARD = "stack.json"
DATABASE, DATABASE_PASSWORD = "postgres", "postgres.password"
OFFSETS = "kafka.json"
MAILS = "mails.sqlite"
SIGNING_KEY, IDEMPOTENCY_SECRET = "token-signing-key.pem", "idempotency-secret"
LOGS = "logs"
FUNCTIONS_LOG, DATABASE_LOG, BROKER_LOG = "functions.log", "postgres.log", "kafka.log"

# SQLite's own files beside a database that was not closed.
FILES = (
    CARD,
    DATABASE_PASSWORD,
    OFFSETS,
    MAILS,
    f"{MAILS}-journal",
    f"{MAILS}-wal",
    f"{MAILS}-shm",
    SIGNING_KEY,
    IDEMPOTENCY_SECRET,
)
LOG_FILES = (FUNCTIONS_LOG, DATABASE_LOG, BROKER_LOG)
