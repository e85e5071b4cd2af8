"""What a browser may do with the web app is the same wherever the app comes from: our gateway, and the CDN of AWS."""

import re
from collections.abc import Callable

import pytest

from localstack.gateway.web import HEADERS
from tests.support.repository import ROOT

MODULE = ROOT / "infra/aws/modules/web"
# Blocks of Terraform that stand for a header with a value of their own.
BLOCKS: dict[str, tuple[str, Callable[[str], str]]] = {
    "content_type_options": ("x-content-type-options", lambda body: "nosniff"),
    "frame_options": ("x-frame-options", lambda body: value_of("frame_option", body)),
    "referrer_policy": ("referrer-policy", lambda body: value_of("referrer_policy", body)),
    "content_security_policy": ("content-security-policy", lambda body: policy()),
    "strict_transport_security": ("strict-transport-security", lambda body: "max-age=31536000; includeSubDomains"),
}
# The gateway speaks plain HTTP, where browsers pass it over; who puts TLS before it says so there.
OF_TLS = {"strict-transport-security"}


def value_of(name: str, body: str) -> str:
    (found,) = re.findall(rf'^\s*{name}\s*= "(.*)"$', body, re.MULTILINE)
    return str(found)


def policy() -> str:
    """The default of the variable, which nobody overrules, as the module joins it."""
    variable = (MODULE / "variables.tf").read_text().split('variable "content_security_policy" {')[1]
    default = variable.split("default = {")[1].split("}")[0]
    return "; ".join(f"{directive} {sources}" for directive, sources in re.findall(r'"([\w-]+)"\s*= "(.*)"', default))


def response_policy() -> str:
    """The resource that says what CloudFront adds to an answer."""
    opening = 'resource "aws_cloudfront_response_headers_policy" "web" {'
    return (MODULE / "main.tf").read_text().split(opening)[1].split("\n}\n")[0]


def headers_of_the_cdn() -> dict[str, str]:
    """What it adds, by name in small letters."""
    security, custom = response_policy().split("custom_headers_config {")
    blocks = re.findall(r"^    (\w+) \{\n(.*?)^    \}", security, re.DOTALL | re.MULTILINE)
    items = re.findall(r"^    items \{\n(.*?)^    \}", custom, re.DOTALL | re.MULTILINE)
    told = {BLOCKS[name][0]: BLOCKS[name][1](body) for name, body in blocks}
    return told | {value_of("header", item).lower(): value_of("value", item) for item in items}


def comparable(header: str, value: str) -> object:
    """Terraform sorts the directives of a policy by name; browsers take them in any order."""
    return set(value.split("; ")) if header == "content-security-policy" else value


CDN = headers_of_the_cdn()


def test_the_cdn_and_the_gateway_send_the_same_headers() -> None:
    assert HEADERS.keys() == CDN.keys() - OF_TLS


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_has_one_value_on_both(name: str) -> None:
    assert comparable(name, HEADERS[name]) == comparable(name, CDN[name])


def test_every_header_of_the_cdn_replaces_one_that_comes_from_behind() -> None:
    assert len(CDN) == len(re.findall(r"override\s*= true", response_policy()))


def test_nobody_gives_the_module_another_policy() -> None:
    assert "content_security_policy" not in (ROOT / "infra/aws/main.tf").read_text()
