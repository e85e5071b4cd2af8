"""What infra/knative renders for each overlay, by what it is to a clinic."""

from localstack.template import load
from tests.support.kubernetes import KNATIVE, Object, of_kind, render
from tests.support.repository import ROOT

OVERLAYS = sorted(str(file.parent.relative_to(KNATIVE)) for file in KNATIVE.glob("overlays/*/kustomization.yaml"))
HOSTS = ["overlays/kind", "overlays/production"]
FUNCTIONS = load(ROOT / "template.yaml")
WEB = "web"
# What the cluster's operator brings, and docs/deploy/kubernetes.md tells how.
BROUGHT = {
    "overlays/data": {"Secret medbook-data/medbook-database", "Secret medbook-data/medbook-kafka#password"},
    "overlays/kind": {
        "Service kourier-system/kourier-internal",
        *(
            f"Secret medbook/medbook#{key}"
            for key in ("DATABASE_URL", "MAIL_URL", "TOKEN_JWKS", "IDEMPOTENCY_SECRET", "TOKEN_SIGNING_KEY")
        ),
        *(f"Secret medbook/medbook-kafka#{key}" for key in ("protocol", "sasl.mechanism", "user", "password")),
        "Secret medbook/medbook-kafka",
    },
    # The secrets come through External Secrets, the certificate's through cert-manager.
    "overlays/production": {
        "Service kourier-system/kourier-internal",
        "Secret medbook/medbook-tls",
        "GatewayClass /envoy",
        "ClusterSecretStore /medbook",
        "ClusterIssuer /letsencrypt",
    },
}


def serving(overlay: str) -> dict[str, Object]:
    """What Knative serves: the functions, and the web app."""
    return {one["metadata"]["name"]: one for one in of_kind(render(overlay), "Service", "serving.knative.dev")}


def services(overlay: str) -> dict[str, Object]:
    """The functions among it."""
    return {name: one for name, one in serving(overlay).items() if name != WEB}


def host_of(name: str) -> str:
    return f"{name}.medbook.svc.cluster.local"


def jobs(overlay: str) -> dict[str, Object]:
    return {one["metadata"]["name"]: one for one in of_kind(render(overlay), "Job")}


def pod(document: Object) -> Object:
    spec: Object = document["spec"]["template"]["spec"]
    return spec


def container(document: Object) -> Object:
    (only,) = pod(document)["containers"]
    return dict(only)


def functions(overlay: str) -> dict[str, Object]:
    return services(overlay) | jobs(overlay)


def everything(overlay: str) -> dict[str, Object]:
    return serving(overlay) | jobs(overlay)
