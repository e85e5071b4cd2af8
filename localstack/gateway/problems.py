"""The gateway's own refusals, as RFC 9457 problem details like those of the functions. Real HTTP APIs say `{"message"}`."""

import json
from dataclasses import dataclass, field

from localstack.gateway.answer import Answer

MEDIA_TYPE = "application/problem+json"
# As in medbook.http.problems, which is not imported for this line: FastAPI takes half a second. A test compares the two.
PROBLEMS_URL = "https://medbook.dev/problems/"


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of refusal; `slug` ends its type."""

    status: int
    slug: str
    title: str
    headers: tuple[tuple[str, str], ...] = field(default=())

    def answer(self, detail: str, *headers: tuple[str, str]) -> Answer:
        """Say it about one request."""
        document = {"type": f"{PROBLEMS_URL}{self.slug}", "title": self.title, "status": self.status, "detail": detail}
        body = json.dumps(document, ensure_ascii=False).encode()
        return Answer(self.status, (("content-type", MEDIA_TYPE), *self.headers, *headers), body)


BAD_REQUEST = Problem(400, "bad-request", "The request cannot be read")
NOT_FOUND = Problem(404, "not-found", "There is no such thing")
METHOD_NOT_ALLOWED = Problem(405, "method-not-allowed", "The resource does not take this method")
REQUEST_TIMEOUT = Problem(408, "request-timeout", "The request came too slowly")
PAYLOAD_TOO_LARGE = Problem(413, "payload-too-large", "The request is too large")
FUNCTION_FAILED = Problem(502, "function-failed", "The function failed")
OVERLOADED = Problem(503, "overloaded", "Too many requests at once", (("retry-after", "1"),))
UNREACHABLE = Problem(503, "unreachable", "The functions cannot be reached", (("retry-after", "5"),))
TIMED_OUT = Problem(504, "timed-out", "The function took too long")
