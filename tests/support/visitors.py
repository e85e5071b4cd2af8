"""People who use the clinic over HTTP, as a browser or a script would: through the gateway, knowing the contract alone."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from uuid import uuid4

import httpx
from icalendar import Calendar

DEMO_PASSWORD = "medbook-demo"
PASSWORD = "correct horse battery staple"


def eventually[T](look: Callable[[], T], wanted: Callable[[T], bool] = bool, seconds: float = 30) -> T:
    """Look until what is seen is wanted; fail with what was seen last."""
    end = time.monotonic() + seconds
    while not wanted(seen := look()):
        assert time.monotonic() < end, f"not within {seconds} s; last seen: {seen!r}"
        time.sleep(0.05)
    return seen


@dataclass
class Visitor:
    """A client of one stack, signed in or not."""

    http: httpx.Client
    email: str = ""
    password: str = ""
    account_id: str = ""
    family: list[httpx.Client] = field(default_factory=list)
    inbox_at: str = ""

    @classmethod
    @contextmanager
    def at(cls, url: str, *, inbox_at: str = "") -> Iterator[Self]:
        """A visitor, whose connections end with those of everyone who came along. The inbox may be at another address."""
        family: list[httpx.Client] = []
        with httpx.Client(base_url=url, timeout=30) as first:
            yield cls(first, family=family, inbox_at=inbox_at)
        for client in family:
            client.close()

    def another(self) -> Self:
        """A visitor at the same place, not signed in."""
        client = httpx.Client(base_url=self.http.base_url, timeout=30)
        self.family.append(client)
        return type(self)(client, family=self.family, inbox_at=self.inbox_at)

    def sign_in(self, email: str, password: str = DEMO_PASSWORD) -> Self:
        answer = self.http.post("/v1/sessions", json={"email": email, "password": password})
        assert answer.status_code == 201, answer.text
        self.http.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        self.email, self.password = email, password
        self.account_id = self.http.get("/v1/me").json()["id"]
        return self

    def register(self, name: str = "Pat Example", **more: str) -> Self:
        """Register, follow the mailed link, sign in."""
        email = f"{uuid4().hex}@medbook.example"
        body = {"email": email, "password": PASSWORD, "full_name": name, "time_zone": "Europe/Berlin"} | more
        assert self.http.post("/v1/patients", json=body).status_code == 202
        (mail,) = self.mails(email, 1)
        token = re.search(r"#token=([\w.~-]+)", mail["text"])
        assert token
        assert self.http.post("/v1/email-verifications", json={"token": token[1]}).status_code == 204
        return self.sign_in(email, PASSWORD)

    def invited_doctor(self, **availability: Any) -> Self:
        """As admin: add a doctor as `new_doctor` does; they choose a password with the link in their mail, and sign in."""
        email = f"{uuid4().hex}@medbook.example"
        self.new_doctor(email=email, **availability)
        (mail,) = self.mails(email, 1)
        token = re.search(r"#token=([\w.~-]+)", mail["text"])
        assert token
        chosen = {"token": token[1], "new_password": PASSWORD}
        assert self.http.post("/v1/password-resets/confirm", json=chosen).status_code == 204
        return self.another().sign_in(email, PASSWORD)

    def mails(self, to: str, at_least: int = 0) -> list[dict[str, Any]]:
        """Read the inbox, newest first, once it holds as many mails to somebody."""

        def look() -> list[dict[str, Any]]:
            items: list[dict[str, Any]] = self.http.get(f"{self.inbox_at}/inbox/messages", params={"to": to}).json()["items"]
            return items

        return eventually(look, lambda items: len(items) >= at_least)

    def slots(self, doctor_id: str, days: int = 14, **params: str) -> list[str]:
        today = datetime.now(UTC).date()
        period = {"from": str(today), "to": str(today + timedelta(days=days))}
        answer = self.http.get(f"/v1/doctors/{doctor_id}/slots", params=period | params)
        assert answer.status_code == 200, answer.text
        return [item["starts_at"] for item in answer.json()["items"]]

    def book(self, doctor_id: str, starts_at: str, **more: Any) -> httpx.Response:
        return self.http.post("/v1/appointments", json={"doctor_id": doctor_id, "starts_at": starts_at} | more)

    def new_doctor(self, *, email: str | None = None, **availability: Any) -> str:
        """As admin: add a doctor who works round the clock in steps of 15 minutes, visits of 15 (`short`) and 45 (`long`)."""
        body = {"email": email or f"{uuid4().hex}@medbook.example", "full_name": "Dr Every Hour", "specialty": "Testing"}
        created = self.http.post("/v1/doctors", json=body | {"time_zone": "Europe/Berlin"})
        assert created.status_code == 201, created.text
        doctor_id: str = created.json()["id"]
        published = {
            "time_zone": "Europe/Berlin",
            "slot_minutes": 15,
            "visit_types": [{"code": "short", "name": "Short", "minutes": 15}, {"code": "long", "name": "Long", "minutes": 45}],
            "weekly": [{"weekday": day, "start": "00:00", "end": "24:00"} for day in range(1, 8)],
        }
        answer = self.http.put(f"/v1/doctors/{doctor_id}/availability", json=published | availability)
        assert answer.status_code == 200, answer.text
        return doctor_id


def calendar_part(mail: dict[str, Any]) -> Calendar:
    """Parse the mail's iCalendar part."""
    part = next(part for part in mail["attachments"] if part["content_type"].startswith("text/calendar"))
    return Calendar.from_ical(part["text"])


def slug(answer: httpx.Response) -> str:
    """What a problem is called."""
    name: str = answer.json()["type"].rsplit("/", 1)[1]
    return name
