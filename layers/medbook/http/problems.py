"""RFC 9457 problem details. One table says what each domain error is called on the wire; nothing else maps errors to HTTP."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from medbook.domain import errors

PROBLEMS_URL = "https://medbook.dev/problems/"
PROBLEM_JSON = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """How one class of error is told: RFC 9457 `type` ends in the slug, which has a page under docs/problems/."""

    status: int
    slug: str
    title: str


# The nearest class of an error's ancestry decides.
KINDS: Mapping[type[Exception], Kind] = {
    errors.MedBookError: Kind(500, "internal-error", "Something went wrong on our side"),
    errors.Invalid: Kind(422, "validation", "The request breaks a rule"),
    errors.AvailabilityInvalid: Kind(422, "availability-invalid", "The availability cannot be kept"),
    errors.PasswordTooWeak: Kind(422, "password-too-weak", "The password is easily guessed"),
    errors.SlotNotOffered: Kind(422, "slot-not-offered", "The doctor does not offer this slot"),
    errors.Conflict: Kind(409, "conflict", "The present state forbids it"),
    errors.SlotAlreadyTaken: Kind(409, "slot-already-taken", "The slot has been taken"),
    errors.PatientAlreadyBooked: Kind(409, "patient-already-booked", "The patient has another appointment then"),
    errors.AppointmentClosed: Kind(409, "appointment-closed", "The appointment is closed"),
    errors.AppointmentNotConfirmed: Kind(409, "appointment-not-confirmed", "The appointment is not confirmed"),
    errors.TooLateToChange: Kind(409, "too-late-to-change", "Too late to change the appointment"),
    errors.NotificationSettled: Kind(409, "notification-settled", "There is nothing to retry"),
    errors.NotificationTooOld: Kind(409, "notification-too-old", "Too late to retry the notification"),
    errors.EmailTaken: Kind(409, "email-taken", "The mail address is in use"),
    errors.NotFound: Kind(404, "not-found", "There is no such thing"),
    errors.Forbidden: Kind(403, "forbidden", "Your role does not include this"),
    errors.PreconditionFailed: Kind(412, "precondition-failed", "It has changed since you read it"),
    errors.IdempotencyKeyReused: Kind(422, "idempotency-key-reused", "The Idempotency-Key belongs to another request"),
    errors.TokenInvalid: Kind(400, "token-invalid", "The token is not valid"),
    errors.SessionInvalid: Kind(401, "token-invalid", "The token is not valid"),
    errors.NotSignedIn: Kind(401, "not-signed-in", "Sign in first"),
    errors.CredentialsInvalid: Kind(401, "credentials-invalid", "Mail address or password is wrong"),
    errors.EmailNotVerified: Kind(403, "email-not-verified", "The mail address is not verified yet"),
    errors.TooManyAttempts: Kind(429, "too-many-attempts", "Too many attempts"),
    errors.TryAgain: Kind(503, "try-again", "Try again in a moment"),
    errors.OutcomeUnknown: Kind(503, "outcome-unknown", "It may have taken place"),
    errors.NotReady: Kind(503, "not-ready", "Not ready"),
}

_HTTP_KINDS: Mapping[int, Kind] = {
    400: Kind(400, "bad-request", "The request cannot be read"),
    404: Kind(404, "not-found", "There is no such thing"),
    405: Kind(405, "method-not-allowed", "The resource does not take this method"),
    413: Kind(413, "payload-too-large", "The request is too large"),
}

ALL_KINDS: tuple[Kind, ...] = (*KINDS.values(), *_HTTP_KINDS.values())


class ProblemFault(BaseModel):
    """One thing wrong with the request."""

    pointer: str = Field(
        description="RFC 6901 JSON pointer into the body; a query parameter or header is `/query/name`, `/header/name`."
    )
    detail: str


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str = Field(description="Ends in `/problems/<slug>`; a page explains it.")
    title: str
    status: int
    detail: str
    errors: list[ProblemFault] | None = Field(None, description="With status 422: what is wrong, and where.")


def problems(*kinds: type[Exception]) -> dict[int | str, dict[str, Any]]:
    """Describe, for OpenAPI, the problems a route may answer with."""
    return describe(kind_of(error) for error in kinds)


def describe(kinds: Iterable[Kind]) -> dict[int | str, dict[str, Any]]:
    """Describe kinds of problems by status; those that share one share its description."""
    described: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        before = described.get(kind.status, {}).get("description")
        text = f"`{kind.slug}`: {kind.title}."
        described[kind.status] = {
            "description": f"{before} {text}" if before else text,
            "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return described


def kind_of(error: type[Exception]) -> Kind:
    """Return how an error class is told, by its nearest ancestor in the table."""
    return next(KINDS[ancestor] for ancestor in error.__mro__ if ancestor in KINDS)


async def medbook_problem(_request: Request, error: Exception) -> JSONResponse:
    """Answer an expected failure."""
    headers: dict[str, str] = {}
    if isinstance(error, errors.TooManyAttempts):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, errors.TryAgain):
        headers["Retry-After"] = "1"
    kind = kind_of(type(error))
    if kind.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return problem(kind, str(error), error.faults if isinstance(error, errors.Invalid) else (), headers)


async def validation_problem(_request: Request, error: Exception) -> JSONResponse:
    """Answer a request whose parameters or body do not fit their types; 400 when the body is no JSON at all."""
    assert isinstance(error, RequestValidationError)
    entries = error.errors()
    if any(entry["type"] == "json_invalid" for entry in entries):
        return problem(_HTTP_KINDS[400], "The body is not valid JSON.")
    # A path that cannot name anything names nothing.
    if any(entry["loc"][0] == "path" for entry in entries):
        return problem(KINDS[errors.NotFound], "There is no such thing.")
    faults = [errors.Fault(_pointer(entry["loc"]), entry["msg"]) for entry in entries]
    return problem(KINDS[errors.Invalid], "The request does not fit its description.", faults)


async def http_problem(_request: Request, error: Exception) -> JSONResponse:
    """Answer what the framework refuses by itself: unknown paths, methods, oversized bodies."""
    assert isinstance(error, HTTPException)
    kind = _HTTP_KINDS.get(error.status_code) or Kind(error.status_code, "bad-request", "The request cannot be handled")
    return problem(kind, f"{kind.title}.", headers=dict(error.headers or {}))


def http_refusal(status: int, detail: str) -> JSONResponse:
    """Refuse a request that no app could be given."""
    return problem(_HTTP_KINDS[status], detail)


def problem(
    kind: Kind, detail: str, faults: Sequence[errors.Fault] = (), headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Build the response."""
    content: dict[str, Any] = {"type": PROBLEMS_URL + kind.slug, "title": kind.title, "status": kind.status, "detail": detail}
    if kind.status == 422:
        content["errors"] = [{"pointer": fault.pointer, "detail": fault.detail} for fault in faults]
    return JSONResponse(content, kind.status, headers, media_type=PROBLEM_JSON)


def _pointer(location: Sequence[int | str]) -> str:
    steps = location[1:] if location[0] == "body" else location
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)
