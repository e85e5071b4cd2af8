"""Prints the Secrets of a cluster that brings nothing: `python -m localstack.packaging.kubernetes_secrets | kubectl apply -f -`.

They are made once and kept in .local/kubernetes, so that printing them again changes nothing.
"""

import sys
from pathlib import Path
from typing import Any

import yaml

from localstack.keys import key_set, random_secret, signing_key

APPLICATION = "medbook"
DATA = "medbook-data"
DATABASE_HOST = "medbook-database-rw.medbook-data.svc.cluster.local"
MAIL_HOST = "mailpit.medbook-data.svc.cluster.local"
# The user that infra/knative/overlays/data gives its rights to.
KAFKA_USER = "medbook"


def secrets_of(folder: Path) -> list[dict[str, Any]]:
    """Make what is missing and give the Secrets of both namespaces, which come along."""
    database, kafka = random_secret(folder / "DATABASE_PASSWORD"), random_secret(folder / "KAFKA_PASSWORD")
    key = signing_key(folder / "TOKEN_SIGNING_KEY")
    application = {
        "DATABASE_URL": f"postgresql://medbook:{database}@{DATABASE_HOST}:5432/medbook",
        "MAIL_URL": f"smtp://{MAIL_HOST}:1025",
        "TOKEN_JWKS": key_set(key),
        "TOKEN_SIGNING_KEY": key,
        "IDEMPOTENCY_SECRET": random_secret(folder / "IDEMPOTENCY_SECRET"),
    }
    # The names are KafkaSink's.
    broker = {"protocol": "SASL_PLAINTEXT", "sasl.mechanism": "SCRAM-SHA-512", "user": KAFKA_USER, "password": kafka}
    return [
        _secret(APPLICATION, "medbook", application),
        _secret(APPLICATION, "medbook-kafka", broker),
        _secret(DATA, "medbook-kafka", {"password": kafka}),
        _secret(DATA, "medbook-database", {"username": "medbook", "password": database}, "kubernetes.io/basic-auth"),
    ]


def _secret(namespace: str, name: str, values: dict[str, str], kind: str = "Opaque") -> dict[str, Any]:
    metadata = {"name": name, "namespace": namespace}
    return {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "type": kind, "stringData": values}


if __name__ == "__main__":
    yaml.safe_dump_all(secrets_of(Path(".local/kubernetes")), sys.stdout, sort_keys=False)
