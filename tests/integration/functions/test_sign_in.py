"""Signing in, staying signed in and signing out, through the function's own app."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from http.cookies import Morsel, SimpleCookie
from typing import Any

import httpx
import jwt
import pytest
from argon2 import PasswordHasher

from medbook.http.app import lambda_handler
from medbook.http.source import Proxies
from medbook.security.passwords import hash_password, is_outdated
from sign_in.handler import app, handler
from tests.support.clinic import PASSWORD, Clinic
from tests.support.letter_box import at_once, slug

ANNA = "anna@mail.example"
HASH = hash_password(PASSWORD)


@pytest.fixture(autouse=True)
def patient(clinic: Clinic) -> None:
    # Tokens are checked against the real clock.
    clinic.now = datetime.now(UTC)
    clinic.patient(email=ANNA, password_hash=HASH)


def sign_in(clinic: Clinic, password: str = PASSWORD, **more: str) -> httpx.Response:
    return clinic.calling(app).post("/v1/sessions", {"email": ANNA, "password": password} | more)


def refresh(clinic: Clinic, token: str) -> httpx.Response:
    return clinic.calling(app).post("/v1/sessions/refresh", {"refresh_token": token})


def leave(clinic: Clinic, access_token: str) -> httpx.Response:
    return clinic.calling(app).delete("/v1/sessions/current", authorization=f"Bearer {access_token}")


def cookie_of(answer: httpx.Response) -> Morsel[str]:
    return next(iter(SimpleCookie(answer.headers["set-cookie"]).values()))


def test_the_right_password_opens_a_session(clinic: Clinic) -> None:
    answer = sign_in(clinic)
    body = answer.json()
    assert (201, {"access_token", "token_type", "expires_in", "refresh_token"}) == (answer.status_code, set(body))
    assert ("Bearer", 600) == (body["token_type"], body["expires_in"])


def test_the_access_token_is_taken(clinic: Clinic) -> None:
    assert leave(clinic, sign_in(clinic).json()["access_token"]).status_code == 204


def test_an_address_is_found_in_any_case(clinic: Clinic) -> None:
    assert sign_in(clinic, email="ANNA@Mail.Example").status_code == 201


@pytest.mark.parametrize("case", ["wrong password", "unknown address", "no password yet", "closed"])
def test_whatever_is_wrong_the_answer_is_the_same(clinic: Clinic, case: str) -> None:
    expected = sign_in(clinic, "a wrong guess")
    clinic.patient(email="invited@mail.example")
    clinic.patient(email="closed@mail.example", password_hash=HASH, active=False)
    email = {"unknown address": "nobody@mail.example", "no password yet": "invited@mail.example", "closed": "closed@mail.example"}
    answer = sign_in(clinic, "a wrong guess" if case == "wrong password" else PASSWORD, email=email.get(case, ANNA))
    assert (401, expected.content, expected.headers) == (answer.status_code, answer.content, answer.headers)


def test_an_address_must_be_proved_first(clinic: Clinic) -> None:
    clinic.execute("UPDATE account SET email_verified_at = NULL")
    assert (403, "email-not-verified") == slug(sign_in(clinic))


def test_an_unproved_address_is_not_told_to_who_guesses(clinic: Clinic) -> None:
    clinic.execute("UPDATE account SET email_verified_at = NULL")
    assert (401, "credentials-invalid") == slug(sign_in(clinic, "a wrong guess"))


def test_a_password_is_kept_under_newer_parameters(clinic: Clinic) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    clinic.execute("UPDATE account SET password_hash = :old", old=old)
    sign_in(clinic)
    assert not is_outdated(clinic.rows("SELECT password_hash FROM account")[0]["password_hash"])
    assert sign_in(clinic).status_code == 201


def test_the_database_has_no_token_that_it_could_tell(clinic: Clinic) -> None:
    token = sign_in(clinic).json()["refresh_token"]
    assert token not in str(clinic.rows("SELECT * FROM refresh_token"))


# Staying signed in.


def test_a_refresh_token_is_exchanged_for_the_next(clinic: Clinic) -> None:
    first = sign_in(clinic).json()
    second = refresh(clinic, first["refresh_token"])
    third = refresh(clinic, second.json()["refresh_token"])
    assert (200, 200) == (second.status_code, third.status_code)


def test_a_refreshed_session_is_the_same_session(clinic: Clinic) -> None:
    first = sign_in(clinic).json()
    second = refresh(clinic, first["refresh_token"]).json()
    claims = [jwt.decode(each["access_token"], options={"verify_signature": False}) for each in (first, second)]
    assert claims[0]["sid"] == claims[1]["sid"]
    assert claims[0]["jti"] != claims[1]["jti"]


def test_a_token_that_comes_twice_ends_the_session(clinic: Clinic) -> None:
    first = sign_in(clinic).json()
    second = refresh(clinic, first["refresh_token"]).json()
    assert (401, "token-invalid") == slug(refresh(clinic, first["refresh_token"]))
    assert (401, "token-invalid") == slug(refresh(clinic, second["refresh_token"]))
    assert leave(clinic, second["access_token"]).status_code == 401


def test_another_session_goes_on(clinic: Clinic) -> None:
    stolen, other = sign_in(clinic).json(), sign_in(clinic).json()
    refresh(clinic, stolen["refresh_token"])
    refresh(clinic, stolen["refresh_token"])
    assert refresh(clinic, other["refresh_token"]).status_code == 200


def test_one_of_many_gets_the_next_token(clinic: Clinic) -> None:
    body = {"refresh_token": sign_in(clinic).json()["refresh_token"]}
    assert [200, 401, 401, 401, 401, 401, 401, 401] == at_once(8, clinic, app, "POST", "/v1/sessions/refresh", body)


def test_a_refresh_token_ends_after_thirty_days(clinic: Clinic) -> None:
    token = sign_in(clinic).json()["refresh_token"]
    clinic.now += timedelta(days=30)
    assert (401, "token-invalid") == slug(refresh(clinic, token))


def test_each_use_renews_it(clinic: Clinic) -> None:
    token = sign_in(clinic).json()["refresh_token"]
    for _ in range(3):
        clinic.now += timedelta(days=29)
        token = refresh(clinic, token).json()["refresh_token"]
    assert refresh(clinic, token).status_code == 200


def test_a_closed_account_is_not_refreshed(clinic: Clinic) -> None:
    token = sign_in(clinic).json()["refresh_token"]
    clinic.execute("UPDATE account SET active = false")
    assert (401, "token-invalid") == slug(refresh(clinic, token))


@pytest.mark.parametrize("body", [None, {}, {"refresh_token": "invented"}])
def test_without_a_good_token_there_is_no_next_one(clinic: Clinic, body: Mapping[str, str] | None) -> None:
    answer = clinic.calling(app).post("/v1/sessions/refresh", body)
    assert (401, "token-invalid") == slug(answer)


# In a browser.


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(clinic: Clinic) -> None:
    cookie = cookie_of(sign_in(clinic, refresh_in="cookie"))
    assert ("medbook-refresh", True, True, "strict", "/v1/sessions", str(30 * 86400), "") == (
        cookie.key,
        cookie["httponly"],
        cookie["secure"],
        cookie["samesite"],
        cookie["path"],
        cookie["max-age"],
        cookie["domain"],
    )


def test_what_is_in_the_cookie_is_not_in_the_body(clinic: Clinic) -> None:
    assert {"access_token", "token_type", "expires_in"} == set(sign_in(clinic, refresh_in="cookie").json())


def test_what_is_in_the_body_is_not_in_a_cookie(clinic: Clinic) -> None:
    assert "set-cookie" not in sign_in(clinic).headers


@pytest.mark.parametrize("body", [None, {}])
def test_a_cookie_is_exchanged_for_the_next_cookie(clinic: Clinic, body: Mapping[str, str] | None) -> None:
    before = cookie_of(sign_in(clinic, refresh_in="cookie"))
    answer = clinic.calling(app).post("/v1/sessions/refresh", body, cookie=f"{before.key}={before.value}")
    after = cookie_of(answer)
    assert (200, False) == (answer.status_code, "refresh_token" in answer.json())
    assert refresh(clinic, after.value).status_code == 200
    assert before.value != after.value


def test_signing_out_drops_the_cookie(clinic: Clinic) -> None:
    cookie = cookie_of(leave(clinic, sign_in(clinic, refresh_in="cookie").json()["access_token"]))
    assert ("medbook-refresh", "", "0", "/v1/sessions") == (cookie.key, cookie.value, cookie["max-age"], cookie["path"])


def test_signing_out_ends_both_tokens(clinic: Clinic) -> None:
    session = sign_in(clinic).json()
    leave(clinic, session["access_token"])
    assert (401, 401) == (
        leave(clinic, session["access_token"]).status_code,
        refresh(clinic, session["refresh_token"]).status_code,
    )


def test_a_visitor_cannot_sign_out(clinic: Clinic) -> None:
    assert (401, "not-signed-in") == slug(clinic.calling(app).delete("/v1/sessions/current"))


# Guessing.


def test_five_guesses_are_free_and_the_sixth_waits(clinic: Clinic) -> None:
    statuses = [sign_in(clinic, "a wrong guess").status_code for _ in range(6)]
    answer = sign_in(clinic)
    assert ([401] * 5 + [429], (429, "too-many-attempts"), "30") == (statuses, slug(answer), answer.headers["retry-after"])


def test_an_unknown_address_is_slowed_down_just_so(clinic: Clinic) -> None:
    statuses = [sign_in(clinic, email="nobody@mail.example").status_code for _ in range(6)]
    assert [401] * 5 + [429] == statuses


def test_the_wait_doubles_up_to_a_quarter_of_an_hour(clinic: Clinic) -> None:
    for _ in range(4):
        sign_in(clinic, "a wrong guess")
    waits = []
    for _ in range(8):
        sign_in(clinic, "a wrong guess")
        waits.append(int(sign_in(clinic).headers["retry-after"]))
        clinic.now += timedelta(seconds=waits[-1])
    assert [30, 60, 120, 240, 480, 900, 900, 900] == waits


def test_after_the_wait_the_right_password_is_taken_and_all_is_forgotten(clinic: Clinic) -> None:
    for _ in range(5):
        sign_in(clinic, "a wrong guess")
    clinic.now += timedelta(seconds=30)
    sign_in(clinic)
    statuses = [sign_in(clinic, "a wrong guess").status_code for _ in range(6)]
    assert [401] * 5 + [429] == statuses


def test_a_day_later_all_is_forgotten(clinic: Clinic) -> None:
    for _ in range(5):
        sign_in(clinic, "a wrong guess")
    clinic.now += timedelta(hours=24)
    statuses = [sign_in(clinic, "a wrong guess").status_code for _ in range(6)]
    assert [401] * 5 + [429] == statuses


def test_fifty_guesses_at_once_are_still_five(clinic: Clinic) -> None:
    body = {"email": ANNA, "password": "a wrong guess"}
    assert [401] * 5 + [429] * 45 == at_once(50, clinic, app, "POST", "/v1/sessions", body)


def test_one_source_may_not_try_many_accounts(clinic: Clinic) -> None:
    for number in range(50):
        sign_in(clinic, email=f"nobody-{number}@mail.example")
    answer = sign_in(clinic)
    assert ((429, "too-many-attempts"), "900") == (slug(answer), answer.headers["retry-after"])


def test_good_passwords_do_not_use_up_a_source(clinic: Clinic) -> None:
    for _ in range(5):
        sign_in(clinic)
    assert [{"failures": 0, "blocked_until": None}] == clinic.rows("SELECT failures, blocked_until FROM throttle")


def test_a_refused_attempt_does_not_prolong_the_wait(clinic: Clinic) -> None:
    for _ in range(5):
        sign_in(clinic, "a wrong guess")
    before = clinic.rows("SELECT * FROM throttle ORDER BY bucket")
    sign_in(clinic, "a wrong guess")
    assert before == clinic.rows("SELECT * FROM throttle ORDER BY bucket")


# Keys.


def test_the_keys_that_check_tokens_are_published(clinic: Clinic) -> None:
    answer = clinic.calling(app).get("/.well-known/jwks.json")
    key = jwt.PyJWKSet.from_dict(answer.json()).keys[0]
    token = sign_in(clinic).json()["access_token"]
    claims = jwt.decode(token, key, algorithms=["ES256"], audience="medbook", issuer="medbook")
    assert (200, "public, max-age=300", "patient") == (answer.status_code, answer.headers["cache-control"], claims["role"])


@pytest.fixture
def event_loop() -> Iterator[None]:
    """Give the thread the event loop that Mangum takes; it would leave one of its own open."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    asyncio.set_event_loop(None)
    loop.close()


@pytest.mark.usefixtures("event_loop")
def test_lambda_counts_guesses_by_the_gateways_source_address(clinic: Clinic) -> None:
    app.state.open_process = lambda: clinic
    context: dict[str, Any] = {"http": {"method": "POST", "path": "/v1/sessions", "sourceIp": "203.0.113.7"}, "stage": "$default"}
    event = {
        "version": "2.0",
        "headers": {"content-type": "application/json", "host": "api.medbook.example", "x-forwarded-for": "198.51.100.1"},
        "requestContext": context,
        "rawQueryString": "",
        "body": f'{{"email": "{ANNA}", "password": "a wrong guess"}}',
        "isBase64Encoded": False,
    }
    assert handler(event, None)["statusCode"] == 401
    assert [{"failures": 1}] == clinic.rows("SELECT failures FROM throttle WHERE bucket = 'sign-in:source:203.0.113.7'")


@pytest.mark.usefixtures("event_loop")
def test_strangers_behind_the_cdn_lock_nobody_else_out(clinic: Clinic) -> None:
    app.state.open_process = lambda: clinic
    handler = lambda_handler(app, lambda: Proxies("130.176.0.0/16"))

    def sign_in_from(client: str, email: str, password: str) -> int:
        status: int = handler(
            {
                "version": "2.0",
                "headers": {"content-type": "application/json", "x-forwarded-for": f"{client},130.176.1.1"},
                "requestContext": {
                    "http": {"method": "POST", "path": "/v1/sessions", "sourceIp": "130.176.1.1"},
                    "stage": "$default",
                },
                "rawQueryString": "",
                "body": json.dumps({"email": email, "password": password}),
                "isBase64Encoded": False,
            },
            None,
        )["statusCode"]
        return status

    guesses = [sign_in_from("198.51.100.1", f"nobody-{number}@clinic.example", "a wrong guess") for number in range(55)]
    assert (429, 201) == (guesses[-1], sign_in_from("203.0.113.9", ANNA, PASSWORD))
