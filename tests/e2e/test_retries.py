"""An address that mails bounce from, mended by an admin: who was not told is told after all, by the whole stack and once."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from localstack.background import BackgroundStack
from localstack.options import Options
from tests.support.smtp_server import ChoosyPost, smtp_server
from tests.support.told import recipients
from tests.support.visitors import Visitor, eventually

PATIENT, MENDED = "patient@medbook.example", "mended@medbook.example"


@pytest.fixture
def post() -> ChoosyPost:
    return ChoosyPost(refused={PATIENT})


@pytest.fixture
def nobody(post: ChoosyPost) -> Iterator[Visitor]:
    """Somebody at a stack of its own, whose mails go to `post`."""
    folder = Path(tempfile.mkdtemp(prefix="medbook-retries-"))
    folder.chmod(0o755)
    with smtp_server(post) as port:
        options = Options(state_dir=folder, durable=False, mail_url=f"smtp://127.0.0.1:{port}?starttls=never")
        with BackgroundStack(options) as running, Visitor.at(running.stack.url) as visitor:
            yield visitor
    shutil.rmtree(folder)


def test_who_was_not_told_is_told_once_after_a_retry_and_nobody_else_again(nobody: Visitor, post: ChoosyPost) -> None:
    admin, patient = nobody.another().sign_in("admin@medbook.example"), nobody.another().sign_in(PATIENT)
    doctor_id = admin.new_doctor()
    visit = patient.book(doctor_id, patient.slots(doctor_id)[30]).json()["id"]

    def of_the_visit() -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = admin.http.get("/v1/admin/notifications", params={"appointment_id": visit}).json()["items"]
        return items

    told = eventually(of_the_visit, lambda items: {item["status"] for item in items} == {"sent", "failed"})
    failed = next(item for item in told if item["status"] == "failed")
    before = recipients(post.mails)
    assert 200 == admin.http.patch(f"/v1/admin/users/{failed['recipient']['id']}", json={"email": MENDED}).status_code
    retries = [admin.http.post(f"/v1/admin/notifications/{failed['id']}/retries").status_code for _ in range(2)]
    eventually(of_the_visit, lambda items: [item["status"] for item in items] == ["sent", "sent"])
    time.sleep(2)
    # The second of the retries came before the first had told anybody, or after.
    assert retries in ([202, 202], [202, 409])
    assert {MENDED: 1} == recipients(post.mails) - before
    assert 409 == admin.http.post(f"/v1/admin/notifications/{failed['id']}/retries").status_code
